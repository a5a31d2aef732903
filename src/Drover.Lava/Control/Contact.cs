namespace Drover.Lava.Control;

/// <summary>What the door knew of a worker when a message of it came.</summary>
public enum Contact
{
    /// <summary>It is known and online.</summary>
    Known,

    /// <summary>It is known and was offline: <see cref="WorkerTable.TryMarkOffline"/>.</summary>
    Returned,

    /// <summary>It was never heard of since the door was opened, or since it was forgotten: the master has started again, or the worker is new.</summary>
    New,
}
