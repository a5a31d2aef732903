namespace Drover.Nodes.Leases;

/// <summary>Where a node gets its leases: the master, be it by a connection or in the same process.</summary>
public interface ILeaseSource
{
    /// <summary>Asks which groups the node may run. What is not among them has ended, or is to end at once.</summary>
    /// <param name="problem">Why the node cannot see to it that a group ends with its lease; null when it can. It gets no lease then.</param>
    /// <param name="cancellationToken">Set when nobody waits any more.</param>
    /// <exception cref="DroverException">No master answers: leases run out.</exception>
    Task<IReadOnlyList<LeaseGrant>> AskAsync(string? problem, CancellationToken cancellationToken);

    /// <summary>Ends when there is something else to be asked for: a group was placed on the node or taken from it, or a master has come. Another task each time.</summary>
    Task Changed { get; }
}
