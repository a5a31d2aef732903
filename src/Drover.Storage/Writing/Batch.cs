using Drover.Kernel.Journal;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;
using Drover.Storage.Tables;

namespace Drover.Storage.Writing;

/// <summary>What one transaction writes.</summary>
internal sealed record Batch(IReadOnlyList<JournalRecord> Records, IReadOnlyList<RowChange> Rows)
{
    /// <summary>Refuses what would break the journal. A record that was linked here knows the hash that it follows, so none is computed twice.</summary>
    /// <exception cref="StoreException">STORE_SEQUENCE or STORE_BAD_BATCH.</exception>
    internal void Check(StoreHead head, long expectedSequence)
    {
        if (expectedSequence != head.Sequence)
            throw StoreErrors.WrongSequence(expectedSequence, head.Sequence);
        var (sequence, time, previous) = (head.Sequence, head.Time, head.Hash);
        foreach (var record in Records)
        {
            if (record.Sequence != ++sequence)
                throw StoreErrors.BadBatch($"record {record.Sequence} stands where {sequence} belongs");
            if (record.Time < time)
                throw StoreErrors.BadBatch($"record {record.Sequence} is older than the record before it");
            if (!HashChain.IsNext(record, previous.Span))
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
                case LogRow log:
                    OtherRows.Write(connection, log);
                    break;
                case TokenRow token:
                    OtherRows.Write(connection, token);
                    break;
                case TokenExpiry expiry:
                    OtherRows.Expire(connection, expiry);
                    break;
                case TableRow one:
                    TableRows.Write(connection, one);
                    break;
                case TableCut cut:
                    TableRows.Cut(connection, cut);
                    break;
                default:
                    tally = tally with { Rows = Write(connection, RowSet.Live, row, tally.Rows) };
                    break;
            }
        }
        return tally;
    }

    /// <summary>Writes all rows to the base tables, which hold jobs and objects only, and returns the new tally.</summary>
    internal Tally WriteBase(SqliteConnection connection, Tally tally)
    {
        foreach (var row in Rows)
            tally = tally with { Base = Write(connection, RowSet.Base, row, tally.Base!.Value) };
        return tally;
    }

    private static RowCounts Write(SqliteConnection connection, RowSet set, RowChange row, RowCounts counts) => row switch
    {
        JobRow job => RowWriter.Write(connection, set, job, counts),
        OpcodeRow opcode => RowWriter.Write(connection, set, opcode, counts),
        JobArchival archival => RowWriter.Write(connection, set, archival, counts),
        ObjectRow one => RowWriter.Write(connection, set, one, counts),
        _ => throw StoreErrors.BadBatch($"there is no table for {row.GetType().Name}"),
    };
}
