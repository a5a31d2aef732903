using Drover.Nodes.Facts;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;

namespace Drover.Fleet.Connections;

/// <summary>What a machine is, asked of its agent.</summary>
internal sealed class RemoteFacts(RemoteNode node) : INodeFacts
{
    /// <inheritdoc/>
    public async ValueTask<NodeFigures?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await node.AskAsync(new Call { Figures = new ReadFigures() }, cancellationToken, isLook: true)).Figures?.ToFigures();
        }
        catch (DroverException)
        {
            // A cell without a value says so.
            return null;
        }
    }
}
