using Drover.Kernel.Operations;
using Drover.Opcodes;
using Drover.Services.Cltab;
using Drover.Services.Nodes;
using Drover.Services.Settings;
using Drover.Services.Telling;

namespace Drover.Services.Placements;

/// <summary>One job about a placement. Each turn goes on from what is on record, so that a master that takes the job up, or a job that takes the place of another, does the same.</summary>
/// <param name="context">The job.</param>
/// <param name="room">What is known of placements.</param>
/// <param name="waits">Where ends of orders come.</param>
/// <param name="fence">Sees to it that a node is off.</param>
internal sealed class Placing(OperationContext context, PlacementRoom room, LevelWaits waits, Fence fence)
{
    /// <summary>Orders to nodes on which something runs that is not placed there; each node has its own.</summary>
    private const int StrayStep = 1 << 20;

    private readonly string _group = context["group"].GetString()!;
    private readonly string? _wished = context["node"].Text();
    private readonly PlacedOrders _orders = new(context, room, waits);

    private CltabGroup? Wanted => FailoverGroups.Find(context.State, _group);

    private bool IsOrder => !context["lease"].IsGiven();

    /// <summary>Does it.</summary>
    /// <exception cref="OperationException">The group is nowhere, or not where it was wished.</exception>
    public async Task<OpcodeOutcome> RunAsync(CancellationToken cancellationToken)
    {
        await StopStraysAsync(cancellationToken);
        if (!await BeginAsync(cancellationToken))
            return OpcodeOutcome.None;
        while (PlacementRoom.Find(context.State, _group) is { } placement)
            switch (placement.State)
            {
                case PlacementState.Placed:
                    return Done(placement);
                case PlacementState.Stopping:
                    await StopAsync(placement, cancellationToken);
                    break;
                case PlacementState.Waiting:
                    await WaitAsync(placement, cancellationToken);
                    break;
                case PlacementState.Nowhere:
                    await ChooseAsync(placement, cancellationToken);
                    break;
                default:
                    await StartAsync(placement, cancellationToken);
                    break;
            }
        PlacementLog.Gone(room.Log, _group);
        context.Log($"group '{_group}' is placed no more");
        return OpcodeOutcome.None;
    }

    private async Task StopStraysAsync(CancellationToken cancellationToken)
    {
        foreach (var node in Strays.Here(room.Nodes, context.State, _group, PlacementRoom.Find(context.State, _group)).ToList())
        {
            context.Log($"{node.Name}: something of the group runs there, where it is not placed; it is stopped");
            if (await _orders.StopAsync(node.Name, _group, lease: 0, StrayStep, Grace, cancellationToken) is { } problem)
                throw Refusal.Failed($"group '{_group}' runs on {node.Name}, where it is not placed, and is not known to be stopped: {problem}");
        }
    }

    /// <returns>Whether there is something to be done.</returns>
    private async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        var known = PlacementRoom.Find(context.State, _group);
        if (context.Resumed && known?.Job == context.JobId)
            return true;
        if (!IsOrder && known is { State: PlacementState.Placed } && known.Lease != context["lease"].GetInt64())
        {
            context.Log($"group '{_group}' has been placed anew meanwhile: nothing is to be done");
            return false;
        }
        var wanted = Wanted;
        var isAway = known?.Node is { } node && room.Absences.Of(node) is not null;
        var begun = (await ChangeAsync(before => Begin(before with { Job = context.JobId, Attempt = 0, Avoid = null }, wanted, isAway), cancellationToken))!;
        if (begun.State == PlacementState.Stopping)
        {
            PlacementLog.Leaves(room.Log, _group, begun.Node!, begun.Reason!);
            context.Log($"group '{_group}' leaves {begun.Node}: {begun.Reason}");
        }
        return true;
    }

    private Placement Begin(Placement placement, CltabGroup? wanted, bool isAway)
    {
        if (placement.Node is not { } node || placement.State == PlacementState.Waiting)
            return placement;
        if (wanted is null)
            return placement with { State = PlacementState.Stopping, Reason = "the cluster's cltab has no failover for it any more" };
        var isOnTheWay = placement.State is PlacementState.Starting or PlacementState.Changing;
        if (IsOrder && (placement.State == PlacementState.Placed || (isOnTheWay && node != _wished)))
            return placement with { State = PlacementState.Stopping, Reason = "it was moved by order", Avoid = node };
        if (placement.State != PlacementState.Placed)
            return placement;
        if (context["failure"].Text() is not { } reason)
            return placement with { State = PlacementState.Changing, Level = wanted.Options.Failover! };
        // That a node was away says nothing against it once it is back.
        return isAway ? placement with { State = PlacementState.Stopping, Reason = reason } : Failed(placement, node, reason);
    }

    /// <summary>Until it is known that nothing runs there, or that the node does not say so.</summary>
    private async Task StopAsync(Placement placement, CancellationToken cancellationToken)
    {
        var node = placement.Node!;
        if (await _orders.StopAsync(node, _group, placement.Lease, PlacedOrders.Step(placement, PlacedOrders.Off), Grace, cancellationToken) is not { } problem)
        {
            context.Log($"{node}: nothing of the group runs there any more");
            await FreeAsync(placement, cancellationToken);
            return;
        }
        context.Log($"{node} does not say that nothing of the group runs there: {problem}");
        await ChangeAsync(before => before with { State = PlacementState.Waiting }, cancellationToken);
        room.Book.Tell(node);
    }

    /// <summary>Until its node was fenced, or its lease has ended.</summary>
    private async Task WaitAsync(Placement placement, CancellationToken cancellationToken)
    {
        var node = placement.Node!;
        // No machine is switched off so that a group may end, nor because somebody has taken it out of the fleet.
        if (Wanted is not null && room.Book.FreeIn(_group) > TimeSpan.Zero && fence.IsThere && room.Nodes.Find(node) is { Presence.IsHere: false })
        {
            if (await fence.RunAsync(context, node, _group, PlacedOrders.Step(placement, PlacedOrders.Fence), cancellationToken) is not { } problem)
            {
                PlacementLog.Fenced(room.Log, node, _group);
                context.Log($"{node} was fenced: it is off");
                await FreeAsync(placement, cancellationToken);
                return;
            }
            PlacementLog.NotFenced(room.Log, node, _group, problem);
            context.Log($"{node} was not fenced: {problem}");
        }
        while (room.Book.FreeIn(_group) is var left && left > TimeSpan.Zero)
        {
            context.WaitsFor = $"the lease of {node} on group '{_group}' to end, at {context.Clock.GetUtcNow() + left:HH:mm:ss} UTC at the latest";
            await Task.Delay(left, context.Clock, cancellationToken);
        }
        context.Log($"{node}: the lease has ended, and with it what ran there of the group");
        await FreeAsync(placement, cancellationToken);
    }

    /// <summary>The next node gets it; or it is placed no more.</summary>
    private async Task ChooseAsync(Placement placement, CancellationToken cancellationToken)
    {
        if (Wanted is not { } wanted)
        {
            await ChangeAsync(_ => null, cancellationToken);
            return;
        }
        if (await UnknownAsync(placement, cancellationToken) is { } problem)
            throw await NowhereAsync(problem, cancellationToken);
        var nodes = room.FitnessOf(context.State, wanted);
        if (room.Next(nodes, placement, _wished, context.Clock) is not { } next)
            throw await NowhereAsync($"no node is fit. {Fitness.Problem(nodes)}", cancellationToken);
        var chosen = (await ChangeAsync(before => before with { State = PlacementState.Starting, Node = next, Level = wanted.Options.Failover!, Attempt = before.Attempt + 1 }, cancellationToken, drawsLease: true))!;
        context.Log($"{next}: it is to have the group, by lease {chosen.Lease}");
    }

    /// <summary>Why it is not known that nothing of the group runs, where it never had a lease; null when it is known.</summary>
    private async Task<string?> UnknownAsync(Placement placement, CancellationToken cancellationToken)
    {
        var away = Strays.Away(room.Nodes, context.State, _group, placement).Select(node => node.Name).ToList();
        for (var i = 0; i < away.Count; i++)
            if (!fence.IsThere || await fence.RunAsync(context, away[i], _group, StrayStep + (2 * i), cancellationToken) is not null)
                return $"{away[i]} is away, and had the group at a level when it was heard last, without a lease: it is placed when that node is back, or was taken out by 'drover del node {away[i]}'";
        return null;
    }

    /// <summary>Up to its level, or down again.</summary>
    private async Task StartAsync(Placement placement, CancellationToken cancellationToken)
    {
        var node = placement.Node!;
        if (Wanted is not { } wanted)
        {
            await ChangeAsync(before => before with { State = PlacementState.Stopping, Reason = "the cluster's cltab has no failover for it any more" }, cancellationToken);
            return;
        }
        try
        {
            await _orders.LeaseAsync(placement, cancellationToken);
            await _orders.ReachAsync(placement, wanted, Grace, cancellationToken);
        }
        catch (DroverException e)
        {
            context.Log($"{node}: {e.Message}");
            await ChangeAsync(before => Failed(before, node, e.Message), cancellationToken);
            PlacementLog.Leaves(room.Log, _group, node, e.Message);
            return;
        }
        var isMove = placement.LastNode is { } last && last != node;
        await ChangeAsync(before => before with { State = PlacementState.Placed, LastNode = node, Moves = before.Moves + (isMove ? 1 : 0) }, cancellationToken);
        if (isMove)
            room.Instruments.Moved();
        PlacementLog.Placed(room.Log, _group, placement.Level, node, placement.Lease);
    }

    private OpcodeOutcome Done(Placement placement)
    {
        if (IsOrder && _wished is not null && placement.Node != _wished)
            throw new OperationException("OpExecError",
                $"group '{_group}' is on {placement.Node}: on {_wished} it failed: {placement.Failures.LastOrDefault(failure => failure.Node == _wished)?.Reason ?? "it cannot have the group any more"}", "elsewhere");
        context.Log($"{placement.Node}: the group is at level '{placement.Level}'");
        return new OpcodeOutcome(RawJson.String(placement.Node!));
    }

    /// <summary>Nothing of it runs: first it is on record that nobody gets a lease, then none is held.</summary>
    private async Task FreeAsync(Placement placement, CancellationToken cancellationToken)
    {
        await ChangeAsync(before => before with { State = PlacementState.Nowhere, Node = null }, cancellationToken);
        room.Book.KnownStopped(_group);
        room.Book.Tell(placement.Node!);
    }

    private async Task<OperationException> NowhereAsync(string reason, CancellationToken cancellationToken)
    {
        await ChangeAsync(before => before with { Reason = reason }, cancellationToken);
        PlacementLog.Nowhere(room.Log, _group, reason);
        return new OperationException("OpExecError", $"group '{_group}' is nowhere: {reason}", "nowhere");
    }

    private Placement Failed(Placement placement, string node, string reason)
    {
        var now = Timestamp.From(context.Clock);
        var failures = placement.Failures.Where(failure => failure.Node != node && failure.At > now + -room.Options.Memory);
        return placement with { State = PlacementState.Stopping, Reason = $"it failed on {node}: {reason}", Failures = [.. failures, new NodeFailure(node, now, reason, context.JobId)] };
    }

    private TimeSpan Grace => (Wanted?.Options ?? GroupOptions.Default).FailoverGrace;

    private Task<Placement?> ChangeAsync(Func<Placement, Placement?> change, CancellationToken cancellationToken, bool drawsLease = false) =>
        context.ExecuteAsync(new ChangePlacement(_group, change, drawsLease), cancellationToken);
}
