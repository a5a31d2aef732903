using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;

namespace Drover.Fleet.Connections;

/// <summary>Commands on a machine, by the connection of its agent. What they report comes with the reports of its services.</summary>
internal sealed class RemoteCommands(RemoteNode node) : INodeCommands
{
    /// <inheritdoc/>
    public async Task<NodeRefusal?> BeginAsync(NodeCommand command, CommandSpec spec, CancellationToken cancellationToken) =>
        (await node.OrderAsync(() => new Call { Order = command.ToMessage(), Run = spec.ToMessage() }, cancellationToken)).Outcome.Refusal.ToRefusal();

    /// <inheritdoc/>
    public async Task<NodeRefusal?> EndAsync(NodeCommand command, CommandKey which, string reason, CancellationToken cancellationToken) =>
        (await node.OrderAsync(() => new Call { Order = command.ToMessage(), End = new EndCommand { Which = which.ToMessage(), Reason = reason } }, RemoteServices.GiveUpPatience, cancellationToken)).Outcome.Refusal.ToRefusal();
}
