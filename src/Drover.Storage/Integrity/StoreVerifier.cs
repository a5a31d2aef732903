using Drover.Kernel.Journal;
using Drover.Storage.Reading;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;
using Drover.Storage.Tables;

namespace Drover.Storage.Integrity;

/// <summary>Walks the hash chain and, when asked for everything, all rows and SQLite's own structure.</summary>
internal sealed class StoreVerifier(TableReader tables)
{
    private const int MostProblems = 100;

    private readonly List<StoreProblem> _problems = [];
    private long _records, _first, _last;

    /// <summary>What is checked whenever the store opens: the end of the chain, and whether the lists that are read at start
    /// have the length they must have.</summary>
    internal StoreVerification Start(long count)
    {
        Guard(() => Chain(Math.Max(tables.Anchor.Sequence, tables.Tally.Sequence - count)));
        Guard(() => Length("jobs INDEXED BY jobs_unfinished WHERE phase = 'u'", tables.Tally.Rows.Unfinished));
        Guard(() => Length("jobs INDEXED BY jobs_finished WHERE phase = 'f'", tables.Tally.Rows.Finished));
        return Result();
    }

    /// <summary>Checks all records, all rows and the structure of the database.</summary>
    /// <param name="told">Hears after each record how many have been checked, and of how many.</param>
    internal StoreVerification All(Action<long, long>? told = null)
    {
        Guard(() => Chain(tables.Anchor.Sequence, told));
        Guard(tables.Live.ReadAll);
        Guard(tables.Base.ReadAll);
        Guard(tables.ReadLogsAndTokens);
        Guard(() => TableRows.ReadAll(tables.Connection));
        Guard(Structure);
        return Result();
    }

    private void Length(string list, long expected)
    {
        if (tables.Connection.Scalar($"SELECT count(*) FROM {list}") is var found && found != expected)
            Report(0, $"{expected} jobs belong in this list, {found} are there ({list})");
    }

    private StoreVerification Result() => new(_records, _first, _last, tables.Anchor.Sequence, _problems);

    private void Chain(long after, Action<long, long>? told = null)
    {
        var (sequence, hash) = (after, Before(after));
        foreach (var record in JournalTable.Read(tables.Connection, after))
        {
            if (record.Sequence != sequence + 1)
                Report(sequence + 1, $"record {sequence + 1} is missing: {record.Sequence} follows {sequence}");
            else if (hash is not null && !Follows(hash.Value.Span, record))
                Report(record.Sequence, $"record {record.Sequence} does not match its hash or does not follow from the record before it");
            (sequence, hash) = (record.Sequence, record.Hash);
            _records++;
            _first = _first == 0 ? sequence : _first;
            _last = sequence;
            told?.Invoke(_records, tables.Tally.Sequence - after);
        }
        if (sequence != tables.Tally.Sequence)
            Report(sequence, $"the journal ends at record {sequence}, but record {tables.Tally.Sequence} was committed");
    }

    private ReadOnlyMemory<byte>? Before(long sequence)
    {
        if (sequence == tables.Anchor.Sequence)
            return tables.Anchor.Hash;
        if (JournalTable.At(tables.Connection, sequence) is { } record)
            return record.Hash;
        Report(sequence, $"record {sequence} is missing");
        return null;
    }

    private static bool Follows(ReadOnlySpan<byte> previous, JournalRecord record) => record.Hash.Span.SequenceEqual(
        HashChain.Next(previous, record.Sequence, record.Time, record.Actor, record.Kind, record.Payload.Span));

    private void Structure()
    {
        using var row = tables.Connection.Prepare("PRAGMA integrity_check");
        while (row.Step())
        {
            if (row.Text(0) is var text and not "ok")
                Report(0, $"database structure: {text}");
        }
    }

    private void Guard(Action check)
    {
        try
        {
            check();
        }
        catch (SqliteException error) when (error.IsDamage)
        {
            Report(0, _last > 0 ? $"after record {_last}: {error.Message}" : error.Message);
        }
    }

    private void Report(long sequence, string what)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(new StoreProblem(sequence, what));
    }
}
