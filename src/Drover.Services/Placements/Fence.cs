using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Services.Commands;
using Drover.Services.Nodes;

namespace Drover.Services.Placements;

/// <summary>The hook of the operator that sees to it that a node is off. It is run on the machine of the master, as a command of the job, with the names of the node and of the group.</summary>
internal sealed class Fence(INodes nodes, CommandWaits waits, PlacementOptions options)
{
    private const long OutputBytes = 64 << 10;
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    /// <summary>Whether there is one.</summary>
    public bool IsThere => options.FenceCommand is not null;

    /// <summary>Runs it to its end.</summary>
    /// <param name="context">The job.</param>
    /// <param name="node">The node.</param>
    /// <param name="group">The group for which it is to be off.</param>
    /// <param name="step">Number of the order.</param>
    /// <param name="cancellationToken">Set to give up.</param>
    /// <returns>Why the node is not known to be off; null when it is.</returns>
    public async Task<string?> RunAsync(OperationContext context, string node, string group, int step, CancellationToken cancellationToken)
    {
        var own = nodes.Named(nodes.Own);
        var spec = new CommandSpec([options.FenceCommand!, node, group], User: null, options.FenceTime, s_grace, OutputBytes);
        var log = new CommandLog(context, isOfOne: true, OutputBytes);
        try
        {
            var end = await NodeOrders.EndOfAsync(context, waits, output => log.Write(own.Name, output), own, new AwaitedOrder(group, $"'{options.FenceCommand} {node} {group}' to end, by which {node} is off", "the fencing", async command =>
            {
                if (await own.Commands.BeginAsync(command, spec, cancellationToken) is { } refusal)
                    throw NodeWords.Refused(refusal, group);
            })
            {
                Step = step,
                GiveUp = (command, reason) => own.Commands.EndAsync(command, NodeOrders.Order(context, step).Key, reason, CancellationToken.None),
            }, cancellationToken);
            return end.Kind == CommandEndKind.Ended && CommandWords.Code(end) is { } code ? code == 0 ? null : $"exit {code}" : CommandWords.Problem(end, spec);
        }
        catch (DroverException e)
        {
            return e.Message;
        }
    }
}
