namespace Drover.LavaWeb.Workers;

/// <summary>Settings of the HTTP wire of LAVA's workers.</summary>
public sealed class LavaWorkerOptions
{
    /// <summary>File with the key of which the tokens of test jobs are made.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Which workers may come for a token. Default: those of this machine.</summary>
    public WorkerRegistration Registration { get; init; } = WorkerRegistration.Local;

    /// <summary>Longest body of a request in bytes. A worker sends up to 1,000 log lines at once and knows no way to send fewer. Default 64 MiB.</summary>
    public int LongestBody { get; init; } = 64 << 20;

    /// <summary>Bytes of bodies that are read at once in all. Default 256 MiB.</summary>
    public long UnfinishedBytes { get; init; } = 256L << 20;
}
