namespace Drover.ClusterInit;

/// <summary>The nine words in which Cluster::Init tells the state of a group. Readers of its status file know no others, so
/// whatever else Drover knows of a group is mapped onto them: a degraded group is <see cref="Done"/>.</summary>
public enum GroupWord
{
    /// <summary>Known, and nothing was started or all was halted.</summary>
    Configured,
    /// <summary>Entries of the new level are being started one by one.</summary>
    Starting,
    /// <summary>All were started and are being counted.</summary>
    Checking,
    /// <summary>The level is reached.</summary>
    Done,
    /// <summary>The level is reached; it has only tests, and all passed.</summary>
    Passed,
    /// <summary>A test of the level failed, or the level could not be reached.</summary>
    Failed,
    /// <summary>Entries that are not in the new level are being stopped.</summary>
    Stopping,
    /// <summary>Removed and changed entries are being discarded.</summary>
    Dumping,
    /// <summary>The daemon shuts down and stops the group.</summary>
    Halting,
}
