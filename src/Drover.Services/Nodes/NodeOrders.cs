using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Services;

namespace Drover.Services.Nodes;

/// <summary>How operations give orders to nodes.</summary>
internal static class NodeOrders
{
    /// <summary>An order for a step of an opcode.</summary>
    public static NodeCommand Order(OperationContext context, int step) => new(context.Term, new CommandKey(context.JobId, context.Opcode, step));

    /// <summary>Gives an order and waits for its end, which is reported; gives it again when the node has begun anew and knows nothing of it, and gives it up with its job.</summary>
    public static Task<LevelEnd> EndOfAsync(OperationContext context, LevelWaits waits, INode node, AwaitedOrder order, CancellationToken cancellationToken) =>
        EndOfAsync(context, waits, order.Log ?? context.Log, node, order, cancellationToken);

    /// <summary>The same for any order whose end is reported.</summary>
    /// <param name="news">Takes what happens on the way.</param>
    public static async Task<TEnd> EndOfAsync<TNews, TEnd>(
        OperationContext context, OrderWaits<TNews, TEnd> waits, Action<TNews> news, INode node, AwaitedOrder order, CancellationToken cancellationToken)
    {
        var command = Order(context, order.Step);
        var end = waits.Begin(node.Name, command.Key, news);
        try
        {
            while (true)
            {
                context.WaitsFor = node.Presence is { IsHere: false } away ? $"node {node.Name}, which is away ({away.Reason}); then for {order.Awaited}" : order.Awaited;
                var begunAnew = node.Services.BegunAnew;
                await order.Give(command);
                context.WaitsFor = order.Awaited;
                if (await Task.WhenAny(end, begunAnew).WaitAsync(cancellationToken) == end)
                    return await end;
            }
        }
        catch (OperationCanceledException) when (!context.Kernel.Stopping)
        {
            await GiveUpAsync(context, node, order);
            throw;
        }
        finally
        {
            waits.Forget(node.Name, command.Key);
        }
    }

    /// <summary>Gives a change up on its node. One that cannot be reached goes on with it.</summary>
    private static async Task GiveUpAsync(OperationContext context, INode node, AwaitedOrder order)
    {
        try
        {
            var (command, reason) = (Order(context, order.Step + 1), context.StopReason ?? $"{order.Act} was cancelled");
            await (order.GiveUp?.Invoke(command, reason) ?? node.Services.CancelAsync(command, order.Group, reason, CancellationToken.None));
        }
        catch (DroverException e)
        {
            context.Log($"the node goes on with it: {e.Message}");
        }
    }
}
