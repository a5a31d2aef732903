using Drover.Kernel.Journal;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Writing;

/// <summary>What one transaction writes.</summary>
internal sealed record Batch(long Term, IReadOnlyList<JournalRecord> Records, IReadOnlyList<RowChange> Rows)
{
    /// <summary>Refuses what would break the journal.</summary>
    /// <exception cref="StoreException">STORE_FENCED, STORE_SEQUENCE or STORE_BAD_BATCH.</exception>
    internal void Check(StoreHead head, long expectedSequence)
    {
        if (Term < head.Term)
            throw StoreErrors.Fenced(Term, head.Term);
        if (expectedSequence != head.Sequence)
            throw StoreErrors.WrongSequence(expectedSequence, head.Sequence);
        var (sequence, time, previous) = (head.Sequence, head.Time, head.Hash);
        foreach (var record in Records)
        {
            if (record.Sequence != ++sequence)
                throw StoreErrors.BadBatch($"record {record.Sequence} stands where {sequence} belongs");
            if (record.Time < time)
                throw StoreErrors.BadBatch($"record {record.Sequence} is older than the record before it");
            var hash = HashChain.Next(previous.Span, record.Sequence, record.Time, record.Actor, record.Kind, record.Payload.Span);
            if (!record.Hash.Span.SequenceEqual(hash))
                throw StoreErrors.BadBatch($"the hash of record {record.Sequence} does not follow from the record before it");
            (time, previous) = (record.Time, record.Hash);
        }
    }

    /// <summary>Writes all rows in order and returns the new tally.</summary>
    internal Tally WriteRows(SqliteConnection connection, Tally tally)
    {
        foreach (var row in Rows)
        {
            switch (row)
            {
                case JobRow job:
                    tally = JobRows.Write(connection, job, tally);
                    break;
                case JobArchival archival:
                    tally = JobRows.Archive(connection, archival, tally);
                    break;
                case ObjectRow one:
                    tally = OtherRows.Write(connection, one, tally);
                    break;
                case LogRow log:
                    OtherRows.Write(connection, log);
                    break;
                case TokenRow token:
                    OtherRows.Write(connection, token);
                    break;
                case TokenExpiry expiry:
                    OtherRows.Expire(connection, expiry);
                    break;
                default:
                    throw StoreErrors.BadBatch($"there is no table for {row.GetType().Name}");
            }
        }
        return tally;
    }
}
