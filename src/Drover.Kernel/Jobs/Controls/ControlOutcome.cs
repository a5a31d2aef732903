namespace Drover.Kernel.Jobs;

/// <summary>Outcomes of cancel, kill and priority changes.</summary>
public enum ControlOutcome
{
    /// <summary>A queued job was canceled at once.</summary>
    Dequeued,
    /// <summary>A waiting job was canceled at once.</summary>
    CanceledWaiting,
    /// <summary>A waiting job is being canceled: its step before locking has been asked to stop.</summary>
    Canceling,
    /// <summary>A running job was told; it ends as soon as its operation allows.</summary>
    ToldRunning,
    /// <summary>A running job was not told, as only pending ones were to be canceled.</summary>
    LeftRunning,
    /// <summary>A running job was ended; its locks stay held until its operation has returned.</summary>
    Killed,
    /// <summary>A job was ended whose step before locking had not returned; it held no locks.</summary>
    KilledPreparing,
    /// <summary>The priority of opcodes that have not begun was changed.</summary>
    PriorityChanged,
    /// <summary>Nothing of the job is left that a priority could change.</summary>
    NothingPending,
    /// <summary>There is no such unfinished job.</summary>
    NotFound,
}
