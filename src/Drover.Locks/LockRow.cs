using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>A lock in the listing.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Name">Its name within the level; null for the whole level; for candidates that somebody waits to choose from, their list in brackets.</param>
/// <param name="Mode">How it is held; null when nobody holds it.</param>
/// <param name="Owners">Who holds it, by id.</param>
/// <param name="Pending">Who wants it, in order.</param>
public sealed record LockRow(
    string Level, string? Name, LockMode? Mode, ImmutableArray<LockOwner> Owners, ImmutableArray<LockPending> Pending)
{
    /// <summary>The name in listings: <c>node/a</c>, <c>node/[lockset]</c>.</summary>
    public string FullName => new LockName(Level, Name).ToString();
}

/// <summary>A holder of a lock. Abandoned: its job has ended, but the operation has not returned yet.</summary>
public readonly record struct LockOwner(long Owner, LockMode Mode, bool Abandoned);

/// <summary>A waiting owner and the mode it wants.</summary>
public readonly record struct LockPending(LockMode Mode, long Owner);
