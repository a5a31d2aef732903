using Drover.Kernel.State;
using Drover.Services.Cltab;

namespace Drover.Services.Placements;

/// <summary>What is to be done about a group now, or later.</summary>
/// <param name="Kind">What.</param>
/// <param name="Reason">Why it has failed where it is, or is nowhere; else null.</param>
/// <param name="In">In how much time it is to be looked at again; null when something happens before.</param>
internal readonly record struct PlacementNeed(NeedKind Kind, string? Reason = null, TimeSpan? In = null)
{
    /// <summary>All is as it should be.</summary>
    public static PlacementNeed None => default;

    /// <summary>What a group needs.</summary>
    /// <param name="room">What is known of placements.</param>
    /// <param name="state">The state.</param>
    /// <param name="wanted">The group in the cluster's cltab; null if it is not to be placed.</param>
    /// <param name="placement">What is on record of it; null for nothing.</param>
    /// <param name="health">What was seen of it before.</param>
    /// <param name="isComing">Whether a node is given the version of the cluster's cltab that counts.</param>
    public static PlacementNeed Of(PlacementRoom room, KernelState state, CltabGroup? wanted, Placement? placement, GroupHealth health, Func<string, bool> isComing) => (wanted, placement) switch
    {
        (null, null) => None,
        (null, _) => new(NeedKind.Job),
        (_, null or { State: PlacementState.Nowhere }) => OfNowhere(room, state, wanted, isComing),
        (_, { State: PlacementState.Placed }) => OfPlaced(room, state, wanted, placement, health),
        // A job has left it on its way.
        _ => new(NeedKind.Job),
    };

    private static PlacementNeed OfNowhere(PlacementRoom room, KernelState state, CltabGroup wanted, Func<string, bool> isComing)
    {
        var nodes = room.FitnessOf(state, wanted);
        if (nodes.FirstOrDefault(node => node.WhyNot is null) is not { } first)
            return new(NeedKind.None, $"no node is fit. {Fitness.Problem(nodes)}");
        // One before it that is just being given the version is waited for: the order of nodes is meant.
        return nodes.TakeWhile(node => node != first).Any(node => isComing(node.Node)) ? None : new(NeedKind.Job);
    }

    private static PlacementNeed OfPlaced(PlacementRoom room, KernelState state, CltabGroup wanted, Placement placement, GroupHealth health)
    {
        var name = placement.Node!;
        // Somebody has taken it out: nothing is to be waited for but what may still run there by its lease.
        if (room.Nodes.Find(name) is not { Services: var services } node)
            return new(NeedKind.Job, $"{name} has left the fleet");
        if (room.Absences.Of(name) is { } away)
        {
            var left = wanted.Options.FailoverGrace - away;
            return left > TimeSpan.Zero ? new(NeedKind.None, In: left)
                : new(NeedKind.Job, $"{name} has been away for {wanted.Options.FailoverGrace.TotalSeconds:0.#} s ({node.Presence.Reason})");
        }
        if (room.Book.ProblemOf(name) is { } problem)
            return new(NeedKind.Job, problem);
        if (!wanted.Options.IsOn(name))
            return new(NeedKind.Job, "it is none of the nodes of the group any more");
        if (services.HeldCltab?.Overrides(placement.Group) == true)
            return new(NeedKind.Job, "the group is in its own cltab, which counts there");
        if (placement.Level != wanted.Options.Failover)
            return new(NeedKind.Job);
        var row = services.View.Groups.FirstOrDefault(row => row.Name == placement.Group);
        if (row is not null && health.Failure(row, services.View.Processes.Where(process => process.Group == placement.Group), placement.Level) is { } failure)
            return new(NeedKind.Job, failure);
        return health.WrongIn(row is not null && (row.Target != placement.Level || row.Word == "CONFIGURED" || Strays.Here(room.Nodes, state, placement.Group, placement).Any())) switch
        {
            null => None,
            { Ticks: 0 } => new(NeedKind.Job),
            var soon => new(NeedKind.None, In: soon),
        };
    }
}

/// <summary>What is to be done about a group.</summary>
internal enum NeedKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A job is to look after it.</summary>
    Job,
}
