namespace Drover.Services.Processes;

/// <summary>Where the process of an entry stands. The names in the docs are these words in capitals.</summary>
public enum ProcessPhase
{
    /// <summary>Known, not running; also after a stop.</summary>
    Configured,

    /// <summary>The daemon has just started, and has not yet heard what became of the process.</summary>
    Adopting,

    /// <summary>The order to start it is out, and it is not yet known how it went.</summary>
    Setup,

    /// <summary>It runs, and has not yet said that it is ready.</summary>
    Awaiting,

    /// <summary>A <c>wait</c> or <c>test</c> runs.</summary>
    Running,

    /// <summary>A <c>once</c> or <c>respawn</c> runs.</summary>
    Up,

    /// <summary>A <c>once</c> or <c>wait</c> has ended; children of it may go on.</summary>
    Done,

    /// <summary>A test has passed.</summary>
    Pass,

    /// <summary>A test has failed, died or could not be started.</summary>
    Fail,

    /// <summary>A <c>once</c> or <c>wait</c> could not be started.</summary>
    Broken,

    /// <summary>A <c>respawn</c> has died, and what it left behind is being killed before the next start.</summary>
    Cleaning,

    /// <summary>A <c>respawn</c> dies too quickly, and its next start is put off.</summary>
    Pausing,

    /// <summary>The stop ladder is under way.</summary>
    Stopping,
}
