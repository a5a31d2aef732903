namespace Drover.Agent.Leases;

/// <summary>Who sees to it that nothing of a group outlives its lease, whatever becomes of the agent.</summary>
public interface ILeaseGuard : IDisposable
{
    /// <summary>Why there can be none on this machine, as far as that can be seen without starting it; null if nothing is known.</summary>
    string? Problem { get; }

    /// <summary>Sees to it that one watches. Leases are on record before: it ends when there are none.</summary>
    /// <returns>Why none does; null if one does.</returns>
    Task<string?> WatchAsync(CancellationToken cancellationToken);

    /// <summary>Ends when the one that watches has ended. Another task after each <see cref="WatchAsync"/>.</summary>
    Task Ended { get; }
}
