namespace Drover.Services.Groups;

/// <summary>What can happen to a group as a whole.</summary>
internal enum GroupHappening
{
    /// <summary>It was told a level.</summary>
    Tell,

    /// <summary>The daemon has started again, and what became of the group's processes is known; the group goes on to its level.</summary>
    Resume,

    /// <summary>Its definition changed, and the difference is to be applied.</summary>
    Reread,

    /// <summary>Everything must stop.</summary>
    Halt,

    /// <summary>The change of level was cancelled.</summary>
    Cancel,

    /// <summary>Nothing is left of what does not belong to the new level.</summary>
    LeaversGone,

    /// <summary>Nothing is left of removed and changed entries.</summary>
    Discarded,

    /// <summary>The last entry of the level counts as ran.</summary>
    AllRan,

    /// <summary>Counted: no failure, and not only passed tests.</summary>
    CountedDone,

    /// <summary>Counted: only passed tests.</summary>
    CountedPassed,

    /// <summary>Counted: a failed test.</summary>
    CountedFailed,

    /// <summary>Nothing is left of the whole group.</summary>
    AllGone,
}
