namespace Drover.Services.Processes;

/// <summary>What is done at a transition of a process.</summary>
internal enum ProcessAct
{
    /// <summary>Nothing; the state stays.</summary>
    Ignore,

    /// <summary>Order its start.</summary>
    Spawn,

    /// <summary>Stop the timer.</summary>
    Settle,

    /// <summary>Set the timer of its time-out, if it has one.</summary>
    AwaitEnd,

    /// <summary>Its time is up: send the first, or the next, signal of the ladder and set the timer to the one after.</summary>
    EndOverdue,

    /// <summary>Set the timer of readiness.</summary>
    AwaitReady,

    /// <summary>Take note that it never said it was ready.</summary>
    GiveUpReady,

    /// <summary>Send the first signal of the ladder and set the timer to the next.</summary>
    BeginStop,

    /// <summary>Send the next signal of the ladder and set the timer to the one after.</summary>
    NextStop,

    /// <summary>Kill the tree and set the timer to do so again.</summary>
    KillRest,

    /// <summary>Set the timer of the pause.</summary>
    Pause,

    /// <summary>Keep its account for the start that its level gives it in its turn.</summary>
    Carry,

    /// <summary>Stop the timer and forget run, throttle and results.</summary>
    Reset,
}
