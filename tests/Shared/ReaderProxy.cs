using System.Runtime.CompilerServices;
using Drover.Kernel.Journal;

namespace Drover.Tests.Shared;

/// <summary>A read view that tells of every row that it gives out, with the name of what was called.</summary>
internal sealed class ReaderProxy(IStoreReader reader, Action<string> onRow) : IStoreReader
{
    public JournalAnchor Anchor => reader.Anchor;

    public IRowReader Base => reader.Base;

    public long CountArchived() => reader.CountArchived();

    public IEnumerable<StoredJob> Jobs(JobPhase phase, long afterId = 0, int limit = int.MaxValue, bool withBody = true) =>
        Tell(reader.Jobs(phase, afterId, limit, withBody));

    public IEnumerable<StoredJob> JobsBackwards(JobPhase phase, long beforeId = long.MaxValue) => Tell(reader.JobsBackwards(phase, beforeId));

    public IEnumerable<StoredJob> Jobs(IReadOnlyList<long> ids) => Tell(reader.Jobs(ids));

    public StoredJob? Job(long id) => Tell([reader.Job(id)]).Single();

    public IEnumerable<StoredObject> Objects() => Tell(reader.Objects());

    public IReadOnlyList<LogRow> Logs(long jobId, int afterSerial = 0, int limit = int.MaxValue) => [.. Tell(reader.Logs(jobId, afterSerial, limit), "LogsOfOne")];

    public IEnumerable<LogRow> Logs(IReadOnlyList<long> ids) => Tell(reader.Logs(ids));

    public int LastLogSerial(long jobId) => Tell([reader.LastLogSerial(jobId)]).Single();

    public TokenRow? Token(string principal, string token) => Tell([reader.Token(principal, token)]).Single();

    public IEnumerable<JournalRecord> Journal(long afterSequence = 0, int limit = int.MaxValue) => Tell(reader.Journal(afterSequence, limit));

    public IEnumerable<JournalRecord> JournalBackwards(long beforeSequence = long.MaxValue) => Tell(reader.JournalBackwards(beforeSequence));

    public IEnumerable<TableRow> Rows(string table, string? index = null, string? bound = null, bool backwards = false) =>
        Tell(reader.Rows(table, index, bound, backwards));

    public TableRow? Row(string table, string key) => Tell([reader.Row(table, key)]).Single();

    public IEnumerable<string> IndexValues(string table) => Tell(reader.IndexValues(table));

    public void Dispose() => reader.Dispose();

    private IEnumerable<T> Tell<T>(IEnumerable<T> rows, [CallerMemberName] string called = "")
    {
        foreach (var row in rows)
        {
            onRow(called);
            yield return row;
        }
    }
}
