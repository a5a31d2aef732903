namespace Drover.Nodes.Services;

/// <summary>What may be ordered about entries.</summary>
public enum EntryOrder
{
    /// <summary>As <see cref="EntryChange.Start"/>.</summary>
    Start,

    /// <summary>As <see cref="EntryChange.Stop"/>.</summary>
    Stop,

    /// <summary>As <see cref="EntryChange.Restart"/>.</summary>
    Restart,

    /// <summary>A signal to all processes of one that runs.</summary>
    Signal,

    /// <summary>One that runs reads its configuration again.</summary>
    Reload,

    /// <summary>The quick deaths of one, or of all of a group, are forgotten.</summary>
    ClearBackoff,
}
