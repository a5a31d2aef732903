namespace Drover.Nodes;

/// <summary>Why a node does not do what it was ordered.</summary>
public enum NodeRefusalKind
{
    /// <summary>It has no group of that name.</summary>
    NoSuchGroup,

    /// <summary>The group has no entry of that tag.</summary>
    NoSuchEntry,

    /// <summary>The group is at no level, or on its way to one.</summary>
    NotAtLevel,

    /// <summary>The entry does not belong to the level of its group.</summary>
    NotOfLevel,

    /// <summary>The entry does not run.</summary>
    NotRunning,

    /// <summary>What was to be run for the entry could not be started.</summary>
    NotStarted,

    /// <summary>The group has errors in the cltab and was never good.</summary>
    BadGroup,

    /// <summary>It stops, and its services with it.</summary>
    Stopping,

    /// <summary>A later master has given orders.</summary>
    StaleTerm,

    /// <summary>The cltab is not taken: what was in force goes on to be.</summary>
    CltabNotTaken,

    /// <summary>The group is to be on one node of several, and the node does not hold the lease that the order names, or it names none.</summary>
    NoLease,

    /// <summary>It takes no commands.</summary>
    NoCommands = 60,

    /// <summary>As many commands run there as may at a time.</summary>
    TooManyCommands = 61,
}

/// <summary>A refusal.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Detail">The error with its place, for <see cref="NodeRefusalKind.BadGroup"/>; why, and what to do, for <see cref="NodeRefusalKind.CltabNotTaken"/>; the word or
/// level of the group, or why something could not be started, for the kinds that say so; how commands are bounded there, for <see cref="NodeRefusalKind.NoCommands"/> and <see cref="NodeRefusalKind.TooManyCommands"/>; else null.</param>
public sealed record NodeRefusal(NodeRefusalKind Kind, string? Detail = null);
