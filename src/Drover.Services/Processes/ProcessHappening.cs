namespace Drover.Services.Processes;

/// <summary>What can happen to a process, sorted out by mode, readiness and throttle, so that state and happening alone decide the next state.</summary>
internal enum ProcessHappening
{
    /// <summary>The group wants it to run.</summary>
    Start,

    /// <summary>It must go, and something of it lives or may live.</summary>
    Stop,

    /// <summary>It must go, and nothing of it lives.</summary>
    Forget,

    /// <summary>It runs; a <c>wait</c> or <c>test</c>.</summary>
    RunsFront,

    /// <summary>It runs; a <c>once</c> or <c>respawn</c> that is up by that.</summary>
    RunsBack,

    /// <summary>It runs; a <c>once</c> or <c>respawn</c> that will say when it is ready.</summary>
    RunsUnready,

    /// <summary>It could not be started; a <c>once</c> or <c>wait</c>.</summary>
    StartFailed,

    /// <summary>It said that it is ready.</summary>
    Ready,

    /// <summary>The main process of a <c>once</c> or <c>wait</c>, or of a <c>respawn</c> that is not to run again, has ended; or that of any mode during a stop.</summary>
    Ended,

    /// <summary>A test ended with status 0.</summary>
    EndedGood,

    /// <summary>A test ended otherwise, or could not be started.</summary>
    EndedBad,

    /// <summary>The main process of a <c>respawn</c> has ended, and something that it left may live.</summary>
    Died,

    /// <summary>Nothing of a <c>respawn</c> is left, and it may be started again at once.</summary>
    Restart,

    /// <summary>Nothing of a <c>respawn</c> is left, and it has used up its quick deaths, or could not be started.</summary>
    Throttle,

    /// <summary>Nothing of it is left; in all other cases.</summary>
    Gone,

    /// <summary>Its timer is due.</summary>
    TimerDue,

    /// <summary>The operator clears its back-off.</summary>
    ClearBackoff,
}
