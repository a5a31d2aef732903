namespace Drover.Nodes.Commands;

/// <summary>Commands that run once on a machine, each for an order. What they write, and how they end, is told by reports: <see cref="CommandOutput"/> and <see cref="CommandEnded"/> with
/// the key of the order.</summary>
public interface INodeCommands
{
    /// <summary>Begins to run a command. An order that was given before is not carried out again, whatever has become of it: its end is reported again.</summary>
    /// <returns>Null when it has begun.</returns>
    Task<NodeRefusal?> BeginAsync(NodeCommand command, CommandSpec spec, CancellationToken cancellationToken);

    /// <summary>Ends a command with all that it has started: it is asked, and after its grace killed. Nothing happens where it has ended.</summary>
    /// <param name="command">The order.</param>
    /// <param name="which">The order that it was begun by.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="cancellationToken">Set when nobody waits for the answer.</param>
    Task<NodeRefusal?> EndAsync(NodeCommand command, CommandKey which, string reason, CancellationToken cancellationToken);
}
