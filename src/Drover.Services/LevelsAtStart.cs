namespace Drover.Services;

/// <summary>Which levels groups begin at when the daemon starts and nothing of them runs: after an end that stopped them, and after a boot.</summary>
public enum LevelsAtStart
{
    /// <summary>Those that they were at, or on the way to.</summary>
    Restore,

    /// <summary>None, as Cluster::Init does.</summary>
    Blank,
}
