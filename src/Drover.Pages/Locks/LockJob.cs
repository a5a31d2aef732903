namespace Drover.Pages.Locks;

/// <summary>A job that holds a lock or waits for one.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Summary">What it does; empty of one that is over.</param>
/// <param name="Exclusive">Whether it holds it, or wants it, alone.</param>
/// <param name="Abandoned">Whether it has ended, and its operation has not returned yet.</param>
public sealed record LockJob(long Id, string Summary, bool Exclusive, bool Abandoned);
