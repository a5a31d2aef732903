using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Nodes;

namespace Drover.Services.Placements;

/// <summary>Orders of a job about a group that is placed, each under its lease, and given up when the node is away for longer than the group bears.</summary>
/// <param name="context">The job.</param>
/// <param name="room">What is known of placements.</param>
/// <param name="waits">Where ends of orders come.</param>
internal sealed class PlacedOrders(OperationContext context, PlacementRoom room, LevelWaits waits)
{
    /// <summary>The orders of an attempt have numbers of their own: a node answers one that it knows as it did before.</summary>
    public const int Off = 48, Fence = 60;

    private const int StepsOfAnAttempt = 64, Level = 32;

    /// <summary>How often an order is given that comes before the lease, and how long the first pause is between.</summary>
    private const int MostTries = 6;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Levels that say first whether a node is fit, where the group has them.</summary>
    private static readonly (string Level, int Step)[] s_before = [("plan", 0), ("test", 16)];

    /// <summary>Number of an order of the present attempt.</summary>
    public static int Step(Placement placement, int order) => (placement.Attempt * StepsOfAnAttempt) + order;

    /// <summary>Waits until the node has been granted its lease.</summary>
    /// <exception cref="OperationException">It cannot hold one, or has not asked.</exception>
    public async Task LeaseAsync(Placement placement, CancellationToken cancellationToken)
    {
        var (node, began) = (placement.Node!, context.Clock.GetTimestamp());
        room.Book.Tell(node);
        while (true)
        {
            var asked = room.Book.Asked;
            if (room.Book.HasGranted(placement.Group, placement.Lease))
                return;
            if (room.Book.ProblemOf(node) is { } problem)
                throw Refusal.Failed(problem);
            var left = room.Options.LeaseTime - context.Clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                throw Refusal.Failed($"the node has not asked for the lease within {room.Options.LeaseTime.TotalSeconds:0.#} s");
            context.WaitsFor = $"{node} to ask for the lease on group '{placement.Group}'";
            await asked.WaitAsync(left, context.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Brings the group to its level; one that begins there is tried first by the levels that it has for that.</summary>
    /// <exception cref="OperationException">A level was not reached.</exception>
    public async Task ReachAsync(Placement placement, CltabGroup group, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (placement.State == PlacementState.Starting)
            foreach (var (level, step) in s_before.Where(before => before.Level != placement.Level && group.Entries.Any(entry => entry.RunsIn(before.Level))))
                await ReachAsync(placement, level, step, grace, cancellationToken);
        await ReachAsync(placement, placement.Level, Level, grace, cancellationToken);
    }

    /// <summary>Stops the group on a node.</summary>
    /// <returns>Why it is not known that nothing of it runs there; null when it is.</returns>
    public async Task<string?> StopAsync(string name, string group, long lease, int step, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (room.Nodes.Find(name) is not { } node)
            return "it has left the fleet";
        if (!node.Presence.IsHere)
            return $"it is away ({node.Presence.Reason})";
        try
        {
            var end = await EndOfAsync(node, group, "off", lease, step, grace, cancellationToken);
            if (end.Kind is not (LevelEndKind.Reached or LevelEndKind.Incomplete))
                return NodeWords.Failed(end, group, "off").Message;
            return await node.Services.FindAsync(group, cancellationToken) is { Running: > 0 and var running } ? $"{running} of its processes run at level 'off'" : null;
        }
        catch (OperationException e) when (e.Arguments is [_, "unknown_entity"] && node.Services.View.Groups.All(row => row.Name != group))
        {
            // It is gone from there: only what has ended is.
            return null;
        }
        catch (DroverException e)
        {
            return e.Message;
        }
    }

    private async Task ReachAsync(Placement placement, string level, int order, TimeSpan grace, CancellationToken cancellationToken)
    {
        var node = room.Nodes.Named(placement.Node!);
        if (!node.Presence.IsHere)
            throw Refusal.Failed($"it is away ({node.Presence.Reason})");
        context.Log($"{node.Name}: level '{level}'");
        var end = await EndOfAsync(node, placement.Group, level, placement.Lease, Step(placement, order), grace, cancellationToken);
        if (end.Kind != LevelEndKind.Reached)
            throw NodeWords.Failed(end, placement.Group, level);
    }

    /// <summary>The grant is on its way to the node when the first order is, and the two may change places there.</summary>
    private async Task<LevelEnd> EndOfAsync(INode node, string group, string level, long lease, int step, TimeSpan grace, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            NodeRefusal? refusal = null;
            var order = new AwaitedOrder(group, $"group '{group}' of {node.Name} to reach level '{level}'", "the change of level", async command =>
            {
                refusal = await node.Services.TellAsync(command with { Lease = lease }, group, level, cancellationToken);
                if (refusal is not null)
                    throw NodeWords.Refused(refusal, group);
            })
            {
                Step = step + (2 * tries),
                Log = line => context.Log($"{node.Name}: {line}"),
            };
            try
            {
                return await WhileHereAsync(node, order, grace, cancellationToken);
            }
            catch (OperationException) when (refusal?.Kind == NodeRefusalKind.NoLease)
            {
                if (room.Book.ProblemOf(node.Name) is { } problem)
                    throw Refusal.Failed(problem);
                if (tries + 1 == MostTries)
                    throw Refusal.Failed($"the node does not hold lease {lease}");
                room.Book.Tell(node.Name);
                await Task.Delay(s_pause * (1 << tries), context.Clock, cancellationToken);
            }
        }
    }

    private async Task<LevelEnd> WhileHereAsync(INode node, AwaitedOrder order, TimeSpan grace, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var gone = room.Absences.AwayForAsync(node.Name, grace, stop.Token);
        var end = NodeOrders.EndOfAsync(context, waits, node, order, stop.Token);
        await Task.WhenAny(end, gone);
        await stop.CancelAsync();
        try
        {
            return await end;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Refusal.Failed($"it went away meanwhile ({node.Presence.Reason})");
        }
        finally
        {
            await gone.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
