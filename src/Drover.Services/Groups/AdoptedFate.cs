namespace Drover.Services.Groups;

/// <summary>What lives of a process that a daemon finds.</summary>
public enum AdoptedFate
{
    /// <summary>The main process lives.</summary>
    Lives,

    /// <summary>The main process has ended, something that it started lives.</summary>
    LeftSomething,

    /// <summary>It ended, and nothing of it lives.</summary>
    Ended,

    /// <summary>It could not be started.</summary>
    NeverRan,
}
