namespace Drover.ShellWorker;

/// <summary>Settings of the built-in worker.</summary>
public sealed record ShellWorkerOptions
{
    /// <summary>Name of the worker of the master's own machine; null for none. Devices that hang on it and have a type named <c>shell</c> or <c>shell-...</c> are run there. Workers on nodes have the names of these.</summary>
    public string? Name { get; init; }

    /// <summary>Directory of notes about the test jobs of the own machine, which has its records there too.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Directory with one directory for each node, of notes about its test jobs.</summary>
    public required string NodesDirectory { get; init; }

    /// <summary>Longest time that a test job may have, whatever its definition says. Default 1 d.</summary>
    public TimeSpan JobTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long steps that are told to end (TERM) have until they are killed. Default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the work directory of a test job is kept after its end. Default 1 d.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Processes and threads of a test job at once. Default 1,000.</summary>
    public long Processes { get; init; } = 1_000;

    /// <summary>Memory of a test job in bytes; 0 for no limit. Default 0.</summary>
    public long Memory { get; init; }

    /// <summary>Largest file that steps may write, in bytes; their output is one too. Default 4 GiB.</summary>
    public long FileSize { get; init; } = 4L << 30;

    /// <summary>Lines of output of a test job, its results among them. Default 100,000.</summary>
    public long LogLines { get; init; } = 100_000;

    /// <summary>Bytes of output of a test job. Default 64 MiB.</summary>
    public long LogBytes { get; init; } = 64L << 20;

    /// <summary>Longest line in bytes; what is longer becomes several. Default 8 KiB.</summary>
    public int LineLength { get; init; } = 8 << 10;
}
