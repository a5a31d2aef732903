namespace Drover.Agent;

/// <summary>Limits of a process and all its descendants together, in force by a cgroup. Where that cannot be had, memory and processes fall back
/// to limits of each process (RLIMIT_AS, RLIMIT_NPROC), the share of the processor to nothing; a warning says so. Null: not set.</summary>
public sealed record TreeLimits
{
    /// <summary>No limits.</summary>
    public static TreeLimits None { get; } = new();

    /// <summary>Memory in bytes, without any swap beyond it.</summary>
    public long? Memory { get; init; }

    /// <summary>Processes and threads.</summary>
    public long? Processes { get; init; }

    /// <summary>Share of one processor in percent; 200 are two.</summary>
    public int? CpuPercent { get; init; }
}
