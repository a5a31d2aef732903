using Drover.Nodes;
using Drover.Nodes.Commands;

namespace Drover.Fleet.TestNode;

/// <summary>Takes each order of a command for a new one.</summary>
internal sealed class ForgetfulCommands(INodeCommands commands) : INodeCommands
{
    private int _orders;

    public Task<NodeRefusal?> BeginAsync(NodeCommand command, CommandSpec spec, CancellationToken cancellationToken) =>
        commands.BeginAsync(command with { Key = command.Key with { Step = 10_000 + Interlocked.Increment(ref _orders) } }, spec, cancellationToken);

    public Task<NodeRefusal?> EndAsync(NodeCommand command, CommandKey which, string reason, CancellationToken cancellationToken) => commands.EndAsync(command, which, reason, cancellationToken);
}
