using Drover.Services.Cltab;

namespace Drover.Services.Supervision;

/// <summary>An entry of which something runs.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="StartedAs">The entry as it was started; null when that is not known.</param>
/// <param name="Level">The level that its group is at or on its way to; null if none.</param>
internal sealed record RunningEntry(string Group, string Tag, CltabEntry? StartedAs, string? Level)
{
    /// <summary>Whether a good lease of its group is held.</summary>
    public bool HasLease { get; init; }

    /// <summary>Whether it is stopped, for good or to be started anew, when its group is defined so (null: the group is gone).</summary>
    public bool IsStoppedBy(GroupInForce? group)
    {
        if (group is null)
            return true;
        // An error in a group that was never good stops nothing of it.
        if (group.Definition is not { } definition)
            return false;
        if (definition.Options.Failover is not null && !HasLease)
            return true;
        if (definition.Find(Tag) is not { } entry)
            return true;
        return Level is not null && (!entry.RunsIn(Level) || (StartedAs is not null && entry.NeedsRestart(StartedAs)));
    }
}
