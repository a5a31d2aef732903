using System.Globalization;
using System.Text;
using Drover.Kernel;
using Drover.Kernel.Journal;

namespace Drover.Storage.Tests;

/// <summary>Batches whose content follows from their number alone, so that any reader can say what must be there after n of them.</summary>
internal static class Workload
{
    internal const int RecordsInBatch = 2;

    /// <summary>Every third batch is rows without records.</summary>
    internal static bool HasRecords(int batch) => batch % 3 != 2;

    internal static long RecordsAfter(int batches) => Enumerable.Range(0, batches).Count(HasRecords) * (long)RecordsInBatch;

    internal static void Append(SqliteStore store, int batch, long term = 1)
    {
        var head = store.Head;
        store.Append(term, head.Sequence, HasRecords(batch) ? Records(head, RecordsInBatch) : [], Rows(batch));
    }

    internal static void AppendAll(SqliteStore store, int from, int to)
    {
        for (var batch = from; batch < to; batch++)
            Append(store, batch);
    }

    internal static List<JournalRecord> Records(StoreHead head, int count, int payloadBytes = 120)
    {
        var (records, hash) = (new List<JournalRecord>(count), head.Hash);
        for (var i = 1; i <= count; i++)
        {
            var record = Record(hash, head.Sequence + i, payloadBytes);
            records.Add(record);
            hash = record.Hash;
        }
        return records;
    }

    internal static JournalRecord Record(ReadOnlyMemory<byte> previous, long sequence, int payloadBytes = 120)
    {
        var time = new Timestamp(1_700_000_000_000_000 + (sequence * 1_000));
        var payload = Json("record", sequence, payloadBytes);
        var hash = HashChain.Next(previous.Span, sequence, time, "uid:0", "job-submitted", payload);
        return new JournalRecord(sequence, time, "uid:0", "job-submitted", payload, hash);
    }

    internal static List<RowChange> Rows(int batch)
    {
        var id = batch + 1;
        List<RowChange> rows =
        [
            new JobRow(id, JobPhase.Unfinished, Json("index", id, 60), Json("body", id, id % 7 == 0 ? 6_000 : 300)),
            new ObjectRow("node", $"node{batch % 10}", batch, Json("object", batch, 200)),
            new LogRow(id, 1, 0, new Timestamp(batch), "message", Json("log", batch, 80)),
            new TokenRow(1000, $"token-{batch}", new Timestamp(batch), new byte[32], Json("answer", batch, 40)),
        ];
        if (id % 2 == 0)
            rows.Add(new JobRow(id / 2, JobPhase.Finished, Json("index-done", id / 2, 60), Json("body-done", id / 2, 300)));
        if (id % 8 == 0)
            rows.Add(new JobArchival([id / 4]));
        if (batch % 10 == 9)
            rows.Add(new ObjectRow("node", $"node{batch % 10}", 0, null));
        return rows;
    }

    /// <summary>Everything that readers can see, as text.</summary>
    internal static List<string> Dump(IStore store, bool logsAndTokens = true)
    {
        using var reader = store.Read();
        var lines = reader.Journal().Select(r => $"record {r.Sequence} {Text(r.Payload)} {Convert.ToHexString(r.Hash.Span)}").ToList();
        foreach (var phase in Enum.GetValues<JobPhase>())
            lines.AddRange(reader.Jobs(phase).Select(j => $"job {j.Id} {j.Phase} {Text(j.Index)} {Text(j.Body)}"));
        lines.AddRange(reader.Objects().Select(o => $"object {o.ObjectKind} {o.Key} {o.Version} {Text(o.Body)}").Order(StringComparer.Ordinal));
        if (!logsAndTokens)
            return lines;
        var jobs = Enum.GetValues<JobPhase>().SelectMany(p => reader.Jobs(p, withBody: false)).Select(j => j.Id).Order().ToList();
        foreach (var id in jobs)
        {
            lines.AddRange(reader.Logs(id).Select(l => $"log {l.JobId} {l.Serial} {l.Opcode} {l.Time} {l.Type} {Text(l.Content)}"));
            lines.Add(reader.Token(1000, $"token-{id - 1}") is { } t ? $"token {t.Caller} {t.Token} {t.Time} {Text(t.Answer)}" : $"no token {id - 1}");
        }
        return lines;
    }

    /// <summary>What <see cref="Dump"/> must give after so many batches.</summary>
    internal static List<string> Expected(int batches, bool logsAndTokens = true)
    {
        using var directory = new TestDirectory();
        using var store = Open(directory.State);
        AppendAll(store, 0, batches);
        return Dump(store, logsAndTokens);
    }

    internal static SqliteStoreOptions Options(string directory) => new() { Directory = directory, ReserveBytes = 0, LowWater = 0 };

    internal static SqliteStore Open(string directory) => SqliteStore.Open(Options(directory), new FakeTime());

    internal static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static byte[] Json(string what, long number, int bytes)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"{{\"{what}\":{number},\"fill\":\"");
        return Encoding.UTF8.GetBytes(start.PadRight(bytes, 'x') + "\"}");
    }
}
