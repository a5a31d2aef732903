using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Drover.Kernel.Jobs;

/// <summary>A job as a whole: its opcodes run one after the other. Immutable.</summary>
public sealed record Job : JobEntry
{
    [JsonPropertyName("ops")] public ImmutableArray<Opcode> Ops { get; init; } = [];

    /// <summary>When somebody asked to cancel it while it ran; it then stays running until its operation ends.</summary>
    [JsonPropertyName("cancel")] public Timestamp? CancelRequested { get; init; }

    [JsonIgnore] public override JobStatus Status => Compute(Ops);

    [JsonIgnore]
    public override int Priority
    {
        get
        {
            int? lowest = null;
            foreach (var op in Ops)
                if (!op.Status.IsFinal() && (lowest is null || op.Priority < lowest))
                    lowest = op.Priority;
            return lowest ?? 0;
        }
    }

    [JsonIgnore] public override IReadOnlyList<string> Summaries => Array.ConvertAll(Ops.AsSpan().ToArray(), op => op.Summary);

    /// <summary>Index of the first opcode that is not final, -1 when all are.</summary>
    [JsonIgnore]
    public int Current
    {
        get
        {
            for (var i = 0; i < Ops.Length; i++)
                if (!Ops[i].Status.IsFinal())
                    return i;
            return -1;
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
