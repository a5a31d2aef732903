namespace Drover.Nodes.Leases;

/// <summary>Where the master keeps who may run which group, and until when at the latest.</summary>
public interface ILeaseBook
{
    /// <summary>What a node that asks may run from now. That it was given is known before the answer goes out.</summary>
    /// <param name="node">Name of the node.</param>
    /// <param name="problem">Why it cannot see to it that a group ends with its lease; null when it can.</param>
    IReadOnlyList<LeaseGrant> Grant(string node, string? problem);

    /// <summary>Raised with a node whose leases are others from now on, on any thread. Handlers return at once.</summary>
    event EventHandler<LeasesChangedEventArgs>? Changed;
}

/// <summary>A node whose leases are others.</summary>
/// <param name="node">Its name.</param>
public sealed class LeasesChangedEventArgs(string node) : EventArgs
{
    /// <summary>Name of the node.</summary>
    public string Node => node;
}
