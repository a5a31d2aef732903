namespace Drover.Locks;

/// <summary>A job's wish for all locks of its opcode at once.</summary>
/// <param name="Owner">Id of the job.</param>
/// <param name="Set">What it wants. An empty set still passes through its pool.</param>
/// <param name="Priority">-20 (first) to 19 (last).</param>
/// <param name="Since">When it began to wait; ageing counts from here.</param>
/// <param name="Pool">The concurrency class of the operation: see <see cref="LockTable.SetCapacity"/>.</param>
public sealed record LockRequest(long Owner, LockSet Set, int Priority, Timestamp Since, string Pool)
{
    /// <summary>The best priority, also the one that ageing ends at in displays.</summary>
    public const int FirstPriority = -20;

    /// <summary>The worst priority.</summary>
    public const int LastPriority = 19;
}
