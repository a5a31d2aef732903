using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.Kernel.Configuration;

namespace Drover.Services.Placements;

/// <summary>What is durable of a group that is to be on exactly one of its nodes. Each change is an event.</summary>
internal sealed record Placement
{
    /// <summary>The kind; the key is the name of the group.</summary>
    public static ObjectKind<Placement> Kind { get; } = new("service-placement", 1, PlacementJson.Default.Placement,
        shown: Disclosure.Everyone("group", "node", "lease", "level", "state", "since", "unplaced_since", "moves", "last_node", "job", "attempt", "avoid").Operators("reason", "failures"));

    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>Where the group is, or where something of it may still run; null when nothing of it runs anywhere.</summary>
    public string? Node { get; init; }

    /// <summary>Number of its last lease; 0 before the first.</summary>
    public long Lease { get; init; }

    /// <summary>The level that it was placed for.</summary>
    public string Level { get; init; } = "";

    /// <summary>Where it stands; one of <see cref="PlacementState"/>.</summary>
    public string State { get; init; } = PlacementState.Nowhere;

    /// <summary>When it came to this state, or to this node.</summary>
    public Timestamp Since { get; init; }

    /// <summary>Since when it has been at its level on no node; null while it is at one, or on its way from one level to another.</summary>
    public Timestamp? UnplacedSince { get; init; }

    /// <summary>Why it was moved last, or is nowhere; null when it never was.</summary>
    public string? Reason { get; init; }

    /// <summary>How often it came to a level on another node than before.</summary>
    public long Moves { get; init; }

    /// <summary>The node on which it was at its level last; null before the first.</summary>
    public string? LastNode { get; init; }

    /// <summary>The job that is placing it, or did last.</summary>
    public long Job { get; init; }

    /// <summary>How many nodes that job has tried: by this its orders have keys of their own.</summary>
    public int Attempt { get; init; }

    /// <summary>The node that it leaves by that job, to which it comes back only if no other is fit; null if there is none.</summary>
    public string? Avoid { get; init; }

    /// <summary>Nodes on which it failed lately.</summary>
    public ImmutableArray<NodeFailure> Failures { get; init; } = [];

    /// <summary>Whether its node may run it.</summary>
    [JsonIgnore]
    public bool HoldsLease => Node is not null && State is PlacementState.Placed or PlacementState.Starting or PlacementState.Changing or PlacementState.Stopping;
}

/// <summary>That a group failed on a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="Job">By which job it was found, or left.</param>
internal sealed record NodeFailure(string Node, Timestamp At, string Reason, long Job);

/// <summary>Where a placement stands.</summary>
internal static class PlacementState
{
    /// <summary>At its level on its node, as far as the master has a say.</summary>
    public const string Placed = "placed";

    /// <summary>On its way up on its node.</summary>
    public const string Starting = "starting";

    /// <summary>On its node, on its way to another level.</summary>
    public const string Changing = "changing";

    /// <summary>On its way down on its node.</summary>
    public const string Stopping = "stopping";

    /// <summary>Its node gets no lease any more; something may run there until the last one has ended.</summary>
    public const string Waiting = "waiting";

    /// <summary>Nothing of it runs anywhere.</summary>
    public const string Nowhere = "nowhere";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Placed, Starting, Changing, Stopping, Waiting, Nowhere];
}

/// <summary>The highest number that a lease has got: they rise over all placements, also over those that are gone.</summary>
internal sealed record LeaseNumbers
{
    /// <summary>The kind; there is one.</summary>
    public static ObjectKind<LeaseNumbers> Kind { get; } = new("service-leases", 1, PlacementJson.Default.LeaseNumbers, shown: Disclosure.Everyone("last"));

    /// <summary>Its key.</summary>
    public const string Key = "cluster";

    /// <summary>The number.</summary>
    public long Last { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Placement))]
[JsonSerializable(typeof(LeaseNumbers))]
internal sealed partial class PlacementJson : JsonSerializerContext;
