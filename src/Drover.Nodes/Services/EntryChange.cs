namespace Drover.Nodes.Services;

/// <summary>What may be done with one entry of a group that is at a level.</summary>
public enum EntryChange
{
    /// <summary>It runs: one that runs is left alone, one that has ended or could not be started is started.</summary>
    Start,

    /// <summary>It is stopped, and stays so until it is started or its group is told a level.</summary>
    Stop,

    /// <summary>It is stopped and started anew.</summary>
    Restart,
}
