using System.Text.Json;
using Drover.Kernel.Configuration;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;

namespace Drover.Kernel.State;

/// <summary>Finds the rows that a batch of events changed and encodes each of them once, as it is after the batch.</summary>
public sealed class RowProjection(EventCodec codec)
{
    /// <summary>Most opcodes that a job keeps in its own row. The opcodes of a longer one have rows of their own, so that a step
    /// writes what it changed and not the whole job.</summary>
    public const int InlineOpcodes = 16;

    /// <summary>The rows to write for <paramref name="events"/>, which lead from <paramref name="before"/> to <paramref name="state"/>.</summary>
    public List<RowChange> Rows(KernelState before, KernelState state, IEnumerable<Event> events)
    {
        var touched = new TouchedRows();
        foreach (var happening in events)
            touched.Add(happening);

        var rows = new List<RowChange>(touched.Jobs.Count + touched.Objects.Count + touched.Archived.Count);
        foreach (var id in touched.Jobs)
            if ((state.JustFinished.GetValueOrDefault(id) ?? state.Unfinished(id)) is { } job)
                Encode(before.Unfinished(id), job, rows);
        foreach (var (kind, key) in touched.Objects)
            rows.Add(Encode(state.Objects, kind, key));
        foreach (var ids in touched.Archived)
            rows.Add(new JobArchival(ids));
        rows.AddRange(touched.Tables);
        return rows;
    }

    /// <summary>All rows of a job.</summary>
    public static IReadOnlyList<RowChange> Encode(Job job)
    {
        var rows = new List<RowChange>();
        Encode(null, job, rows);
        return rows;
    }

    /// <summary>The index entry of a finished job's row.</summary>
    public static byte[] Encode(FinishedJob index) => JsonSerializer.SerializeToUtf8Bytes(index, KernelJson.Default.FinishedJob);

    /// <summary>Reads a job from its row.</summary>
    public static Job Decode(StoredJob stored)
    {
        var job = JobReader.Job(stored.Id, stored.Body.Span);
        return stored.Opcodes.Count == 0 ? job : job with { Ops = [.. stored.Opcodes.Select(op => JobReader.Opcode(op.Span))] };
    }

    /// <summary>Reads the index entry of a finished job's row.</summary>
    public static FinishedJob DecodeIndex(long id, ReadOnlySpan<byte> index) =>
        JsonSerializer.Deserialize(index, KernelJson.Default.FinishedJob)! with { Id = id };

    private static void Encode(Job? before, Job job, List<RowChange> rows)
    {
        var apart = job.Ops.Length > InlineOpcodes;
        var body = JsonSerializer.SerializeToUtf8Bytes(apart ? job with { Ops = [] } : job, KernelJson.Default.Job);
        var count = apart ? job.Ops.Length : 0;
        rows.Add(job.Status.IsFinal()
            ? new JobRow(job.Id, JobPhase.Finished, Encode(job.ToFinished()), body, count)
            : new JobRow(job.Id, JobPhase.Unfinished, ReadOnlyMemory<byte>.Empty, body, count));
        for (var i = 0; i < count; i++)
            if (!ReferenceEquals(before?.Ops[i], job.Ops[i]))
                rows.Add(new OpcodeRow(job.Id, i, JsonSerializer.SerializeToUtf8Bytes(job.Ops[i], KernelJson.Default.Opcode)));
    }

    private ObjectRow Encode(ObjectTable objects, string kindName, string key)
    {
        var kind = codec.Kind(kindName);
        var value = objects.FindUntyped(kindName, key);
        return new ObjectRow(kindName, key, kind.Version, value is null ? (ReadOnlyMemory<byte>?)null : kind.Encode(value));
    }
}
