namespace Drover.Lava.Xz;

/// <summary>What the unpacking of a job's description may cost.</summary>
public sealed record XzOptions
{
    /// <summary>Longest content in bytes. Default 64 MiB.</summary>
    public int MaximumContent { get; init; } = 64 << 20;

    /// <summary>Most memory in bytes for the dictionary. Default 128 MiB; preset 9 of xz needs 65 MiB.</summary>
    public long MaximumMemory { get; init; } = 128L << 20;
}
