namespace Drover.Services.Settings;

/// <summary>Limits of the processes of an entry. Null means: not set.</summary>
public sealed record ResourceLimits
{
    /// <summary>Whether any of them is meant for all processes of the entry together.</summary>
    internal bool HasTreeLimits => (Memory ?? Processes ?? CpuPercent) is not null;

    /// <summary>Open files (RLIMIT_NOFILE, soft and hard); default null.</summary>
    public long? OpenFiles { get; init; }

    /// <summary>Size of a core file in bytes (RLIMIT_CORE); default null.</summary>
    public long? CoreSize { get; init; }

    /// <summary>Processes and threads (pids.max of its cgroup, else RLIMIT_NPROC, which counts all of the user); default null.</summary>
    public long? Processes { get; init; }

    /// <summary>Memory in bytes (memory.max of its cgroup, else RLIMIT_AS for each process); default null.</summary>
    public long? Memory { get; init; }

    /// <summary>Share of one processor in percent, 200 being two (cpu.max of its cgroup; without one not in force); default null.</summary>
    public int? CpuPercent { get; init; }
}
