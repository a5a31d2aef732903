namespace Drover.Nodes.Facts;

/// <summary>What a machine is, and what it has left.</summary>
public interface INodeFacts
{
    /// <summary>Figures that are at most a second old; null when they cannot be had.</summary>
    ValueTask<NodeFigures?> ReadAsync(CancellationToken cancellationToken);
}
