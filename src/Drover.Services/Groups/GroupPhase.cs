namespace Drover.Services.Groups;

/// <summary>Where a group stands: the nine words of the status file.</summary>
public enum GroupPhase
{
    /// <summary>Never told a level, or halted.</summary>
    Configured,

    /// <summary>Entries of the level are being started one by one.</summary>
    Starting,

    /// <summary>All were started; states are being counted.</summary>
    Checking,

    /// <summary>The level is reached.</summary>
    Done,

    /// <summary>The level is reached, it has nothing but tests, and all passed.</summary>
    Passed,

    /// <summary>A test of the level failed, or the change of level was cancelled.</summary>
    Failed,

    /// <summary>What does not belong to the new level is being stopped.</summary>
    Stopping,

    /// <summary>What was removed or changed in the cltab is being discarded.</summary>
    Dumping,

    /// <summary>Everything is being stopped.</summary>
    Halting,
}
