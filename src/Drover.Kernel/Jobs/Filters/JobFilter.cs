using Drover.Kernel.Configuration;

namespace Drover.Kernel.Jobs;

/// <summary>A rule about which queued jobs may leave the queue. The first rule in order (priority, watermark, uuid) that matches
/// and is not <c>CONTINUE</c> decides.</summary>
public sealed record JobFilter
{
    /// <summary>The kind under which filters are stored; the key is the uuid.</summary>
    public static ObjectKind<JobFilter> Kind { get; } = new("filter", 1, KernelJson.Default.JobFilter,
        shown: Disclosure.Everyone("uuid", "watermark", "priority", "predicates", "action", "reason_trail"));

    /// <summary>Its uuid, given by the kernel.</summary>
    public required string Uuid { get; init; }

    /// <summary>Highest job id at the moment the rule was made; predicates may name it.</summary>
    public long Watermark { get; init; }

    /// <summary>0 or more; lower comes first.</summary>
    public int Priority { get; init; }

    /// <summary>List of pairs: <c>jobid</c>, <c>opcode</c> or <c>reason</c>, and a filter in list form. All must match.</summary>
    public required RawJson Predicates { get; init; }

    /// <summary><c>ACCEPT</c>, <c>PAUSE</c>, <c>REJECT</c>, <c>CONTINUE</c>, or <c>["RATE_LIMIT", n]</c>.</summary>
    public required RawJson Action { get; init; }

    /// <summary>List of [source, text, nanoseconds].</summary>
    public required RawJson ReasonTrail { get; init; }
}
