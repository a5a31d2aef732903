using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Services;

namespace Drover.Services.Nodes;

/// <summary>How operations give orders to nodes, whose end is reported later.</summary>
internal static class NodeOrders
{
    /// <summary>Gives an order and waits for its end, which is reported; gives it again when the node has begun anew and knows nothing of it.</summary>
    /// <param name="context">Says what is waited for.</param>
    /// <param name="node">The node.</param>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="give">Gives it; what it is refused for is thrown.</param>
    /// <param name="end">Its end.</param>
    public static async Task<LevelEnd> EndOfAsync(OperationContext context, INode node, string what, Func<INodeServices, Task> give, Task<LevelEnd> end, CancellationToken cancellationToken)
    {
        while (true)
        {
            context.WaitsFor = node.Presence is { IsHere: false } away ? $"node {node.Name}, which is away ({away.Reason}); then for {what}" : what;
            var begunAnew = node.Services.BegunAnew;
            await give(node.Services);
            context.WaitsFor = what;
            if (await Task.WhenAny(end, begunAnew).WaitAsync(cancellationToken) == end)
                return await end;
        }
    }

    /// <summary>Gives a change up on its node. One that cannot be reached goes on with it.</summary>
    public static async Task GiveUpAsync(OperationContext context, INodeServices services, NodeCommand command, string group, string reason)
    {
        try
        {
            await services.CancelAsync(command, group, reason, CancellationToken.None);
        }
        catch (DroverException e)
        {
            context.Log($"the node goes on with it: {e.Message}");
        }
    }

    /// <summary>An order for a step of an opcode.</summary>
    public static NodeCommand Order(OperationContext context, int step) => new(context.Term, new CommandKey(context.JobId, context.Opcode, step));
}
