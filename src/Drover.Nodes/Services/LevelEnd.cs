namespace Drover.Nodes.Services;

/// <summary>How a change of level can end.</summary>
public enum LevelEndKind
{
    /// <summary>The level is reached.</summary>
    Reached,

    /// <summary>A test failed, or the change was cancelled.</summary>
    Failed,

    /// <summary>The level is reached, but for entries that could not be started, or ran longer than they may.</summary>
    Incomplete,

    /// <summary>The group was told another level meanwhile.</summary>
    Superseded,

    /// <summary>The node stops, and its services with it.</summary>
    Halting,

    /// <summary>The group was removed from the cltab.</summary>
    Removed,
}

/// <summary>How a change of level ended.</summary>
/// <param name="Kind">How.</param>
/// <param name="Word">The word of the group then, as <see cref="GroupRow.Word"/>; of a group that came to no state by this, that of the kind.</param>
/// <param name="Detail">Why it failed, or the level that it was told; else null.</param>
public sealed record LevelEnd(LevelEndKind Kind, string Word, string? Detail = null);
