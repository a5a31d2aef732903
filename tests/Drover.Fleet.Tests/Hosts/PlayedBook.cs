using System.Collections.Concurrent;
using Drover.Nodes.Leases;

namespace Drover.Fleet.Tests.Hosts;

/// <summary>A book of leases that grants what a test says.</summary>
internal sealed class PlayedBook : ILeaseBook
{
    public event EventHandler<LeasesChangedEventArgs>? Changed;

    /// <summary>What there is for each node.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<LeaseGrant>> Of { get; } = new(StringComparer.Ordinal);

    /// <summary>Who has asked, with his problem.</summary>
    public ConcurrentQueue<(string Node, string? Problem)> Asked { get; } = [];

    public IReadOnlyList<LeaseGrant> Grant(string node, string? problem)
    {
        Asked.Enqueue((node, problem));
        return problem is null ? Of.GetValueOrDefault(node, []) : [];
    }

    public void Change(string node) => Changed?.Invoke(this, new LeasesChangedEventArgs(node));
}
