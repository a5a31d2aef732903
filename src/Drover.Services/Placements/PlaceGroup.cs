using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Locks;
using Drover.Opcodes;
using Drover.Services.Nodes;

namespace Drover.Services.Placements;

/// <summary>OP_SERVICE_GROUP_PLACE: a group that is to be on one node of several is brought there, from wherever it is. An operator moves it by this; the keeper names the lease that it looked at
/// besides, so that nothing is done about what has changed meanwhile.</summary>
/// <param name="room">What is known of placements.</param>
/// <param name="waits">Where ends of orders come.</param>
/// <param name="fence">Sees to it that a node is off.</param>
/// <param name="ended">Called when one has come to its end.</param>
internal sealed class PlaceGroup(PlacementRoom room, LevelWaits waits, Fence fence, Action ended) : EffectOperation
{
    /// <summary>The opcode.</summary>
    public const string Id = "OP_SERVICE_GROUP_PLACE";

    public override OpcodeSchema Schema { get; } = new(Id,
    [
        new("group", ParameterType.Name, default, Required: true),
        OpcodeParameter.Optional("node", ParameterType.Name),
        OpcodeParameter.Optional("lease", ParameterType.IntegerBetween(0, long.MaxValue)),
        OpcodeParameter.Optional("failure", ParameterType.NonEmptyString),
    ], "group");

    public override string Pool => "services";

    public override bool PassesDrain => true;

    /// <summary>Where it stands is on record after each step.</summary>
    public override Recovery Recovery => Recovery.Resume;

    public override bool Interruptible => true;

    /// <summary>What is down elsewhere comes up all the same.</summary>
    public override bool IsTakenInNeed(JsonElement parameters) => true;

    /// <summary>A newer order takes the place of an older one, and goes on from where that had come.</summary>
    public override bool ReplacesOlder => true;

    /// <summary>What the kernel knows the unfinished jobs about a group by.</summary>
    public static string SlotOf(string group) => $"{Id}:{group}";

    /// <inheritdoc/>
    public override string? Slot(JsonElement parameters) =>
        parameters.TryGetProperty("dry_run", out var trial) && trial.IsTrue() ? null : parameters.GetProperty("group").GetString();

    public override LockSet Locks(OpcodeScope scope) => LockSet.Empty.With(ServicesDomain.PlacementLevel, scope["group"].Text()!, LockMode.Exclusive);

    /// <inheritdoc/>
    public override Task<(IReadOnlyList<string> Lines, OperationException? Problem)> RehearseAsync(OpcodeScope scope, CancellationToken cancellationToken) =>
        Task.FromResult(Rehearse(scope.State, scope.Parameters));

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        if (context.DryRun)
            return context.Tell(Rehearse(context.State, context.Parameters));
        var group = context["group"].GetString()!;
        if (!(context.Resumed && PlacementRoom.Find(context.State, group)?.Job == context.JobId) && Problem(context.State, context.Parameters) is { } problem)
            throw problem;
        try
        {
            return await new Placing(context, room, waits, fence).RunAsync(cancellationToken);
        }
        finally
        {
            ended();
        }
    }

    private (IReadOnlyList<string> Lines, OperationException? Problem) Rehearse(KernelState state, JsonElement parameters)
    {
        var group = parameters.GetProperty("group").GetString()!;
        if (FailoverGroups.Find(state, group) is not { } wanted)
            return ([], Problem(state, parameters));
        var placement = PlacementRoom.Find(state, group) ?? new Placement { Group = group };
        var nodes = room.FitnessOf(state, wanted);
        var next = room.Next(nodes, placement with { Job = 0, Avoid = placement.Node }, parameters.GetProperty("node").Text(), room.Absences.Clock);
        var problem = Problem(state, parameters);
        return ([
            placement.Node is { } node ? $"group '{group}' is {placement.State} on {node} at level '{placement.Level}' (lease {placement.Lease})" : $"group '{group}' is nowhere{(placement.Reason is { } reason ? $": {reason}" : "")}",
            .. nodes.Where(each => each.WhyNot is not null).Select(each => $"{each.Node} cannot have it: {each.WhyNot}"),
            .. problem is null && next is not null ? (string[])[placement.Node is { } from ? $"it would be stopped on {from}, and started on {next}" : $"it would be started on {next}"] : [],
        ], problem);
    }

    /// <summary>Why nothing is done; null when something is.</summary>
    private OperationException? Problem(KernelState state, JsonElement parameters)
    {
        var group = parameters.GetProperty("group").GetString()!;
        var placement = PlacementRoom.Find(state, group);
        var isOrder = !parameters.GetProperty("lease").IsGiven();
        if (FailoverGroups.Find(state, group) is not { } wanted)
            return placement is not null && !isOrder ? null
                : Refusal.WrongState($"Group '{group}' is not one that the master places: ':::group.{group}.failover:LEVEL' in the cluster's cltab, on all nodes, makes it one");
        if (!isOrder)
            return null;
        var nodes = room.FitnessOf(state, wanted);
        var here = placement is { State: PlacementState.Placed } ? placement.Node : null;
        if (parameters.GetProperty("node").Text() is not { } wished)
            return here is null || nodes.Any(node => node.WhyNot is null && node.Node != here) ? null
                : Refusal.WrongState($"Group '{group}' stays on {here}, for no other of its nodes can have it: {Fitness.Problem([.. nodes.Where(node => node.Node != here)])}");
        return nodes.FirstOrDefault(node => node.Node == wished) switch
        {
            null => Refusal.WrongInput($"{wished} is none of the nodes of group '{group}': {string.Join(", ", nodes.Select(node => node.Node))}"),
            { WhyNot: { } why } => Refusal.WrongState($"{wished} cannot have group '{group}': {why}"),
            _ when here == wished => Refusal.WrongState($"Group '{group}' is on {wished} already"),
            _ => null,
        };
    }
}
