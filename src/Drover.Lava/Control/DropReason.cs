namespace Drover.Lava.Control;

/// <summary>Why a message from or to a worker was dropped.</summary>
public enum DropReason
{
    /// <summary>It has fewer frames than its action needs.</summary>
    TooFewFrames,

    /// <summary>The peer has no name, or one that is no UTF-8 or cannot be a worker's: <see cref="WorkerName"/>.</summary>
    BadName,

    /// <summary>The action is none that a worker sends.</summary>
    UnknownAction,

    /// <summary>HELLO without a version, or with one that is no number.</summary>
    BadVersion,

    /// <summary>HELLO of another version of the protocol. It is not answered.</summary>
    OtherVersion,

    /// <summary>The job id is no positive number.</summary>
    BadJobId,

    /// <summary><c>lava-logs</c> sent something else than PING.</summary>
    ReservedName,

    /// <summary>The domain does not want this worker: <see cref="IWorkerEvents.Admits"/>.</summary>
    NotAdmitted,

    /// <summary>There are as many workers as are allowed: <see cref="ControlOptions.MaximumWorkers"/>.</summary>
    TooManyWorkers,

    /// <summary>It came with a key that is not allowed (any more), or not for this name.</summary>
    KeyOfAnother,

    /// <summary>To a worker: the door's own queue is full.</summary>
    QueueFull,

    /// <summary>To a worker: it is not connected.</summary>
    NotConnected,

    /// <summary>To a worker: it does not read, and its queue in libzmq is full.</summary>
    PeerFull,

    /// <summary>A fault in the domain: it threw while it took the batch.</summary>
    Fault,
}
