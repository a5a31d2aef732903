using System.Text.Json;
using Drover.Kernel.Configuration;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;

namespace Drover.Kernel.State;

/// <summary>Finds the rows that a batch of events changed and encodes each of them once, as it is after the batch.</summary>
public sealed class RowProjection(EventCodec codec)
{
    /// <summary>The rows to write for <paramref name="events"/>, which have all been applied to <paramref name="state"/>.</summary>
    public List<RowChange> Rows(KernelState state, IEnumerable<Event> events)
    {
        var jobs = new SortedSet<long>();
        var objects = new SortedSet<(string, string)>();
        var archived = new List<JobArchival>();
        foreach (var happening in events)
            Touch(happening, jobs, objects, archived);

        var rows = new List<RowChange>(jobs.Count + objects.Count + archived.Count);
        foreach (var id in jobs)
        {
            if (state.JustFinished.TryGetValue(id, out var finished))
                rows.Add(Encode(finished));
            else if (state.Unfinished(id) is { } job)
                rows.Add(Encode(job));
        }
        foreach (var (kind, key) in objects)
            rows.Add(Encode(state.Objects, kind, key));
        rows.AddRange(archived);
        return rows;
    }

    /// <summary>The row of a job.</summary>
    public static JobRow Encode(Job job)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(job, KernelJson.Default.Job);
        return job.Status.IsFinal()
            ? new JobRow(job.Id, JobPhase.Finished, Encode(job.ToFinished()), body)
            : new JobRow(job.Id, JobPhase.Unfinished, ReadOnlyMemory<byte>.Empty, body);
    }

    /// <summary>The index entry of a finished job's row.</summary>
    public static byte[] Encode(FinishedJob index) => JsonSerializer.SerializeToUtf8Bytes(index, KernelJson.Default.FinishedJob);

    /// <summary>Reads the body of a job row.</summary>
    public static Job Decode(long id, ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, KernelJson.Default.Job)! with { Id = id };

    /// <summary>Reads the index entry of a finished job's row.</summary>
    public static FinishedJob DecodeIndex(long id, ReadOnlySpan<byte> index) =>
        JsonSerializer.Deserialize(index, KernelJson.Default.FinishedJob)! with { Id = id };

    private ObjectRow Encode(ObjectTable objects, string kindName, string key)
    {
        var kind = codec.Kind(kindName);
        var value = objects.FindUntyped(kindName, key);
        return new ObjectRow(kindName, key, kind.Version, value is null ? (ReadOnlyMemory<byte>?)null : kind.Encode(value));
    }

    private static void Touch(Event happening, SortedSet<long> jobs, SortedSet<(string, string)> objects, List<JobArchival> archived)
    {
        switch (happening)
        {
            case ObjectStored e: objects.Add((e.Kind, e.Key)); break;
            case ObjectRemoved e: objects.Add((e.Kind, e.Key)); break;
            case JobSubmitted e:
                jobs.Add(e.Id);
                objects.Add((QueueState.Kind.Name, QueueState.Key));
                break;
            case JobIdsSkipped: objects.Add((QueueState.Kind.Name, QueueState.Key)); break;
            case OpcodeWaiting e: jobs.Add(e.Id); break;
            case OpcodeStarted e: jobs.Add(e.Id); break;
            case OpcodeProgressed e: jobs.Add(e.Id); break;
            case OpcodeEnded e: jobs.Add(e.Id); break;
            case LocksNarrowed e: jobs.Add(e.Id); break;
            case OpcodePrepared or LocksReconsidered or LocksAbandoned or AbandonedLocksFreed or JobHeld or JobReleased or PoolLimited: break;
            case JobCanceling e: jobs.Add(e.Id); break;
            case JobCanceled e: jobs.Add(e.Id); break;
            case JobCancelRequested e: jobs.Add(e.Id); break;
            case JobPriorityChanged e: jobs.Add(e.Id); break;
            case JobsRecovered e:
                jobs.UnionWith(e.Requeued);
                jobs.UnionWith(e.Failed);
                jobs.UnionWith(e.Canceled);
                jobs.UnionWith(e.Lost.OrEmpty().Select(lost => lost.Id));
                break;
            case JobsArchived e: archived.Add(new JobArchival(e.Ids)); break;
            default: throw new InvalidOperationException($"There is no row for {happening.GetType().Name}.");
        }
    }
}
