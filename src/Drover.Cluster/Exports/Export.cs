namespace Drover.Cluster.Exports;

/// <summary>A copy of an instance that a node keeps. None can be made yet.</summary>
internal sealed record Export : ConfigObject
{
    /// <summary>Uuid of the node that keeps it.</summary>
    public required string Node { get; init; }
}
