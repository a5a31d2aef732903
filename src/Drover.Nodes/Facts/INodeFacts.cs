namespace Drover.Nodes.Facts;

/// <summary>What a machine is, and what it has left.</summary>
public interface INodeFacts
{
    /// <summary>Its figures; null when they cannot be had. Of this machine they are at most a second old, of another one as its agent told them last, when they had moved.</summary>
    ValueTask<NodeFigures?> ReadAsync(CancellationToken cancellationToken);
}
