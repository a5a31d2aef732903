namespace Drover.Services.Groups;

/// <summary>What is done at a transition of a group.</summary>
internal enum GroupAct
{
    /// <summary>Nothing; the state stays.</summary>
    Ignore,

    /// <summary>Stop what does not belong to the target, and what was removed or changed.</summary>
    StopLeavers,

    /// <summary>Wait for what was removed or changed.</summary>
    Discard,

    /// <summary>Show the target as the level, and start the first entry.</summary>
    Begin,

    /// <summary>Wait until all that was started is known to run, then count.</summary>
    Count,

    /// <summary>The level is reached.</summary>
    Arrive,

    /// <summary>Leave everything as it is.</summary>
    Abandon,

    /// <summary>Stop everything.</summary>
    StopAll,

    /// <summary>Forget the target.</summary>
    Rest,
}
