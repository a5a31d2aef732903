namespace Drover.Agent;

/// <summary>Where the agent keeps its things, and its limits.</summary>
public sealed class AgentOptions
{
    /// <summary>Directory of node-local state that need not survive a reboot, best on a tmpfs. Made if it is missing.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>Soft limit of open files that children get (a limit of the entry wins). Default 1024, the custom of Linux: the .NET runtime
    /// raises the daemon's own limit before any of our code runs, so the value it was started with is not known.</summary>
    public ulong OpenFiles { get; init; } = 1024;

    /// <summary>Whether to make a cgroup for each invocation where version 2 is writable. Default true.</summary>
    public bool UseCgroups { get; init; } = true;

    /// <summary>The cgroup below which to make them: an absolute path below the mount of version 2, made if it is missing. Default null: the daemon's
    /// own, or its parent if its own is named <c>drover-daemon</c>.</summary>
    public string? Cgroup { get; init; }

    /// <summary>How often sizes of the logs of live processes are looked at. Default 1 s, at least 250 ms.</summary>
    public TimeSpan LogCheckInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a tree is killed again and again before what is left is reported. Default 5 s.</summary>
    public TimeSpan KillPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether logs are bounded by punching holes where the file system can. Default true; false always copies and truncates.</summary>
    public bool PunchHoles { get; init; } = true;

    /// <summary>Bytes that all logs of processes on one file system may hold together; above that the longest are cut. Default 1 GiB. A log may always hold
    /// <see cref="OutputLog.LeastLimit"/>.</summary>
    public long OutputSpace { get; init; } = 1L << 30;

    /// <summary>Free bytes that logs of processes leave to others on their file system: with less they are cut. Default 128 MiB.</summary>
    public long OutputKeepFree { get; init; } = 128L << 20;

    /// <summary>The free bytes of the file system of a directory. Default: what the system says.</summary>
    public Func<string, long> FreeBytes { get; init; } = Output.FreeSpace.Of;

    /// <summary>Where notification sockets are, under short names; a socket's path may have 107 bytes. Default null: <c>notify</c> below <see cref="RunDirectory"/>,
    /// under the names of the invocations.</summary>
    public string? NotifyDirectory { get; init; }

    /// <summary>Name of this node, to know processes by whose record was lost. Default empty.</summary>
    public string Node { get; init; } = "";

    /// <summary>Whether processes are started by libdrover-spawn where it lies beside the program. Default true; false starts them as where it is missing.</summary>
    public bool UseLibrary { get; init; } = true;

    /// <summary>Whether the library does without clone3(2), as with older kernels. Default false.</summary>
    public bool PlainClone { get; init; }

    internal void Check()
    {
        if (!Path.IsPathFullyQualified(RunDirectory))
            throw new AgentException("BAD_SETTING", $"The run directory \"{RunDirectory}\" must be an absolute path.");
        if (LogCheckInterval < TimeSpan.FromMilliseconds(250))
            throw new AgentException("BAD_SETTING", $"The interval of log checks is {LogCheckInterval.TotalMilliseconds:0} ms; it must be at least 250 ms.");
        if (KillPatience <= TimeSpan.Zero)
            throw new AgentException("BAD_SETTING", "The patience when killing a tree must be above zero.");
    }
}
