namespace Drover.Nodes;

/// <summary>A machine of which something is told.</summary>
/// <param name="node">The machine.</param>
public sealed class NodeEventArgs(INode node) : EventArgs
{
    /// <summary>The machine.</summary>
    public INode Node => node;
}
