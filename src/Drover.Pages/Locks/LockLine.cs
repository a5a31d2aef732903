namespace Drover.Pages.Locks;

/// <summary>A lock that is held or asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Holders">Who holds it.</param>
/// <param name="Waiters">Who waits for it, in order; not more than are shown.</param>
/// <param name="Waiting">How many wait.</param>
public sealed record LockLine(string Name, IReadOnlyList<LockJob> Holders, IReadOnlyList<LockJob> Waiters, int Waiting);
