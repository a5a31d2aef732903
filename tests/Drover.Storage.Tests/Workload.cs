using System.Globalization;
using System.Text;
using Drover.Kernel.Journal;

namespace Drover.Storage.Tests;

/// <summary>Batches whose content follows from their number alone, so that any reader can say what must be there after n of them.</summary>
internal static class Workload
{
    internal const int RecordsInBatch = 2;

    /// <summary>Every third batch is rows without records.</summary>
    internal static bool HasRecords(int batch) => batch % 3 != 2 && !IsCut(batch);

    /// <summary>Some batches remove the front of the journal and write base rows.</summary>
    internal static bool IsCut(int batch) => batch % 16 == 13;

    internal static long RecordsAfter(int batches) => Enumerable.Range(0, batches).Count(HasRecords) * (long)RecordsInBatch;

    internal static void Append(IStore store, int batch, long term = 1)
    {
        var head = store.Head;
        if (IsCut(batch))
        {
            store.Cut(term, head.Sequence - 1, BaseRows(batch));
            return;
        }
        store.Append(term, head.Sequence, HasRecords(batch) ? Records(head, RecordsInBatch) : [], Rows(batch));
    }

    internal static void AppendAll(IStore store, int from, int to)
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
        return HashChain.Link(previous, sequence, time, "uid:0", "job-submitted", payload);
    }

    internal static List<RowChange> Rows(int batch)
    {
        var id = batch + 1;
        List<RowChange> rows =
        [
            new JobRow(id, JobPhase.Unfinished, Json("index", id, 60), Json("body", id, id % 7 == 0 ? 6_000 : 300), Opcodes(id)),
            .. Enumerable.Range(0, Opcodes(id)).Select(op => new OpcodeRow(id, op, Json("opcode", op, 100))),
            new ObjectRow("node", $"node{batch % 10}", batch, Json("object", batch, 200)),
            new LogRow(id, 1, 0, new Timestamp(batch), "message", Json("log", batch, 80)),
            new TokenRow("uid:1000", $"token-{batch}", new Timestamp(batch), new byte[32], Json("answer", batch, 40)),
        ];
        if (id % 2 == 0)
            rows.Add(new JobRow(id / 2, JobPhase.Finished, Json("index-done", id / 2, 60), Json("body-done", id / 2, 300), Opcodes(id / 2)));
        if (id % 8 == 0)
            rows.Add(new JobArchival([id / 4]));
        if (batch % 10 == 9)
            rows.Add(new ObjectRow("node", $"node{batch % 10}", 0, null));
        return rows;
    }

    private static List<RowChange> BaseRows(int batch) =>
    [
        new JobRow(batch, JobPhase.Unfinished, default, Json("base", batch, 100), 18),
        .. Enumerable.Range(0, 18).Select(op => new OpcodeRow(batch, op, Json("base-opcode", op, 80))),
        new JobRow(batch > 16 ? batch - 16 : 1, JobPhase.Finished, default, new byte[32]),
        new ObjectRow("node", $"node{batch % 3}", batch, Json("base-object", batch, 150)),
    ];

    /// <summary>Some jobs have opcodes in rows of their own.</summary>
    private static int Opcodes(int id) => id % 16 is 3 or 8 ? 20 : 0;

    /// <summary>Everything that readers can see, as text.</summary>
    internal static List<string> Dump(IStore store, bool logsAndTokens = true)
    {
        using var reader = store.Read();
        var lines = reader.Journal().Select(r => $"record {r.Sequence} {Text(r.Payload)} {Convert.ToHexString(r.Hash.Span)}").ToList();
        lines.AddRange(Rows(reader));
        lines.AddRange(Rows(reader.Base).Select(line => $"base {line}"));
        lines.Add($"anchor {reader.Anchor.Sequence} {reader.Anchor.BaseSequence}");
        if (!logsAndTokens)
            return lines;
        var jobs = Enum.GetValues<JobPhase>().SelectMany(p => reader.Jobs(p, withBody: false)).Select(j => j.Id).Order().ToList();
        foreach (var id in jobs)
        {
            lines.AddRange(reader.Logs(id).Select(l => $"log {l.JobId} {l.Serial} {l.Opcode} {l.Time} {l.Type} {Text(l.Content)}"));
            lines.Add(reader.Token("uid:1000", $"token-{id - 1}") is { } t ? $"token {t.Principal} {t.Token} {t.Time} {Text(t.Answer)}" : $"no token {id - 1}");
        }
        return lines;
    }

    private static IEnumerable<string> Rows(IRowReader reader)
    {
        foreach (var phase in Enum.GetValues<JobPhase>())
            foreach (var job in reader.Jobs(phase))
                yield return $"job {job.Id} {job.Phase} {Text(job.Index)} {Text(job.Body)} {string.Join(' ', job.Opcodes.Select(Text))}";
        foreach (var row in reader.Objects().Select(o => $"object {o.ObjectKind} {o.Key} {o.Version} {Text(o.Body)}").Order(StringComparer.Ordinal))
            yield return row;
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
