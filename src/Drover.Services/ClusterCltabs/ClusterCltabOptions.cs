namespace Drover.Services.ClusterCltabs;

/// <summary>Limits of the cluster's cltab.</summary>
public sealed record ClusterCltabOptions
{
    /// <summary>Longest text of a version, in bytes of UTF-8. Default 1 MiB; it goes to each node as one message.</summary>
    public long Bytes { get; init; } = 1 << 20;

    /// <summary>Versions that are kept. Default 20; the one that counts, and one that is tried, are kept besides.</summary>
    public int Versions { get; init; } = 20;
}
