using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>A job as a whole: its opcodes run one after the other. Immutable.</summary>
public sealed record Job : JobEntry
{
    // What has ended stays so: where the search for the current opcode got to is right in every later form of the job.
    private int _current;

    /// <summary>The opcodes, in the order in which they run.</summary>
    [JsonPropertyName("ops")] public ImmutableArray<Opcode> Ops { get; init; } = [];

    /// <summary>When somebody asked to cancel it while it ran; it then stays running until its operation ends.</summary>
    [JsonPropertyName("cancel")] public Timestamp? CancelRequested { get; init; }

    /// <summary>The trace that the submit was a part of, as a <c>traceparent</c> of W3C Trace Context; null for none.</summary>
    [JsonPropertyName("trace")] public string? Trace { get; init; }

    /// <inheritdoc/>
    [JsonIgnore] public override JobStatus Status => Current is var index and >= 0 ? Ops[index].Status : Compute(Ops);

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Priority
    {
        get
        {
            if (Current is not (var index and >= 0))
                return 0;
            var lowest = Ops[index].Priority;
            while (++index < Ops.Length)
                lowest = Math.Min(lowest, Ops[index].Priority);
            return lowest;
        }
    }

    /// <inheritdoc/>
    [JsonIgnore] public override IReadOnlyList<string> Summaries => Array.ConvertAll(Ops.AsSpan().ToArray(), op => op.Summary);

    /// <summary>Index of the first opcode that is not final, -1 when all are.</summary>
    [JsonIgnore]
    public int Current
    {
        get
        {
            var index = _current;
            while (index < Ops.Length && Ops[index].Status.IsFinal())
                index++;
            _current = index;
            return index < Ops.Length ? index : -1;
        }
    }

    /// <summary>Concurrency class of the opcode whose turn it is.</summary>
    [JsonIgnore] public string Pool => Current is var index and >= 0 && Ops[index].Pool is { } pool ? pool : QueueIndex.UsualPool;

    /// <summary>Whether an opcode depends on another job.</summary>
    [JsonIgnore]
    public bool HasDependencies
    {
        get
        {
            foreach (var op in Ops)
                if (!op.Depends.IsEmpty)
                    return true;
            return false;
        }
    }

    /// <summary>The index entry that memory keeps once the job is final.</summary>
    public FinishedJob ToFinished() => new()
    {
        Id = Id,
        Owner = Owner,
        Received = Received,
        Started = Started,
        Ended = Ended,
        FinalStatus = Status,
        Summary = Array.ConvertAll(Ops.AsSpan().ToArray(), op => op.Summary),
    };

    /// <summary>A job's state follows from its opcodes, left to right (<c>ganeti-jobs.md</c>, section 1).</summary>
    public static JobStatus Compute(ImmutableArray<Opcode> ops)
    {
        var status = JobStatus.Queued;
        var allSucceeded = true;
        foreach (var op in ops)
        {
            if (op.Status == JobStatus.Success)
                continue;
            allSucceeded = false;
            switch (op.Status)
            {
                case JobStatus.Queued:
                    break;
                case JobStatus.Waiting or JobStatus.Running:
                    status = op.Status;
                    break;
                default:
                    return op.Status;
            }
        }
        return allSucceeded ? JobStatus.Success : status;
    }
}
