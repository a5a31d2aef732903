namespace Drover.Kernel;

/// <summary>What a caller wants to do with something.</summary>
public enum AccessAction
{
    /// <summary>See that it is there, and the part of it that is for everyone.</summary>
    View,
    /// <summary>See all of it: inputs, results, logs, commands.</summary>
    Inspect,
    /// <summary>Hand in work of this kind.</summary>
    Submit,
    /// <summary>Take work back.</summary>
    Cancel,
    /// <summary>Change its course.</summary>
    Control,
    /// <summary>Do what may harm others: kill, break locks, stop the daemon, read the whole journal.</summary>
    Administer,
}
