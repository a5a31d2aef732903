namespace Drover.Lab;

/// <summary>Settings of the lab.</summary>
public sealed class LabOptions
{
    /// <summary>Whose rules of states and health hold where releases of LAVA differ. Default: those of 2023.01.</summary>
    public LabRules Rules { get; init; } = LabRules.V2023;

    /// <summary>Test jobs that may wait for a device or run at once; more stay in the queue. Default 100,000.</summary>
    public int JobsTracked { get; init; } = 100_000;

    /// <summary>Silence of a worker after which it is offline. Default 60 s.</summary>
    public TimeSpan WorkerSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest text that is kept of each that a worker gets with a test job, or says of it, in characters. Default 1 MiB.</summary>
    public int TextLimit { get; init; } = 1 << 20;

    /// <summary>Bytes after which of the log of a test job only results are kept. Default 100 MiB.</summary>
    public long LogBytes { get; init; } = 100L << 20;

    /// <summary>Lines after which of the log of a test job only results are kept. Default 1,000,000.</summary>
    public long LogLines { get; init; } = 1_000_000;

    /// <summary>Logs of test jobs that are open at once, two files each; for one more the least used are closed. Default 4,000.</summary>
    public int LogsOpen { get; init; } = 4_000;

    /// <summary>How long the log of a test job is kept after its end; zero for as long as the test job itself is known. Default zero.</summary>
    public TimeSpan LogKeep { get; init; } = TimeSpan.Zero;

    /// <summary>Name of the worker that the daemon itself is: it is added with the first device that names it. Null when there is none.</summary>
    public string? OwnWorker { get; init; }

    /// <summary>How often the lab looks for workers that have gone silent and for health checks that are due. Default 5 s.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>A release of LAVA whose rules hold.</summary>
public enum LabRules
{
    /// <summary>2018.5, the last release of the ZeroMQ era that was studied.</summary>
    V2018,
    /// <summary>2023.01, which Debian 12 has.</summary>
    V2023,
}
