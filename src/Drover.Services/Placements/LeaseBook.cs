using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Nodes;
using Drover.Nodes.Leases;

namespace Drover.Services.Placements;

/// <summary>Who may run which group, as the placements on record say, and until when at the latest somebody does: a lease counts from when it was granted last, which is later than the
/// node that asked for it counts.</summary>
/// <param name="options">How long leases are good.</param>
public sealed class LeaseBook(PlacementOptions options) : ILeaseBook, IController
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Held> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _problems = new(StringComparer.Ordinal);
    private readonly Pulse _asked = new();
    private IKernel? _kernel;

    /// <inheritdoc/>
    public event EventHandler<LeasesChangedEventArgs>? Changed;

    /// <summary>Raised when a node has said something else of whether it can see to it that a group ends with its lease, on any thread. Handlers return at once.</summary>
    internal event EventHandler? Told;

    /// <summary>How groups are placed.</summary>
    internal PlacementOptions Options => options;

    /// <summary>Where each placement stands.</summary>
    internal IEnumerable<string> States => Volatile.Read(ref _kernel)?.State.Objects.All(Placement.Kind).Select(placement => placement.State) ?? [];

    /// <summary>Ends when a node has asked.</summary>
    internal Task Asked => _asked.Next;

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        var placements = kernel.State.Objects.All(Placement.Kind).Where(placement => placement.Node is not null).ToList();
        lock (_gate)
        {
            _kernel = kernel;
            // A master before this one may have granted each of them a moment ago.
            foreach (var placement in placements)
                _held[placement.Group] = new Held(placement.Lease, kernel.Clock.GetTimestamp(), IsOfThisMaster: false);
        }
        foreach (var node in placements.Select(placement => placement.Node!).Distinct(StringComparer.Ordinal))
            Tell(node);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    /// <exception cref="DroverException"><c>LEASES_NOT_KNOWN</c>: the master has not begun yet.</exception>
    public IReadOnlyList<LeaseGrant> Grant(string node, string? problem)
    {
        List<LeaseGrant> grants = [];
        bool isNews;
        lock (_gate)
        {
            if (_kernel is not { } kernel)
                throw new DroverException("LEASES_NOT_KNOWN", "The master has not begun yet.");
            isNews = _problems.GetValueOrDefault(node) != problem;
            _problems[node] = problem;
            // Read under the lock: who takes a lease away first changes what is on record, and then asks here how long it may still be held.
            if (problem is null)
                foreach (var placement in kernel.State.Objects.All(Placement.Kind).Where(placement => placement.Node == node && placement.HoldsLease))
                {
                    _held[placement.Group] = new Held(placement.Lease, kernel.Clock.GetTimestamp(), IsOfThisMaster: true);
                    grants.Add(new LeaseGrant(placement.Group, placement.Lease, options.LeaseTime));
                }
        }
        _asked.Beat();
        if (isNews)
            Told?.Invoke(this, EventArgs.Empty);
        return grants;
    }

    /// <summary>The node is to ask again: its leases are others.</summary>
    internal void Tell(string node) => Changed?.Invoke(this, new LeasesChangedEventArgs(node));

    /// <summary>How long something of a group may still run by a lease, once no other is granted; zero when nothing can.</summary>
    internal TimeSpan FreeIn(string group)
    {
        lock (_gate)
            return _held.TryGetValue(group, out var held) && options.LeaseTime + options.LeaseMargin - _kernel!.Clock.GetElapsedTime(held.At) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>It is known that nothing of a group runs any more, and on record that nobody gets a lease of it.</summary>
    internal void KnownStopped(string group)
    {
        lock (_gate)
            _held.Remove(group);
    }

    /// <summary>Whether this master has granted a lease.</summary>
    internal bool HasGranted(string group, long number)
    {
        lock (_gate)
            return _held.TryGetValue(group, out var held) && held.IsOfThisMaster && held.Number == number;
    }

    /// <summary>Why a node cannot see to it that a group ends with its lease, as it said last; null when it can, or has not been asked.</summary>
    internal string? ProblemOf(string node)
    {
        lock (_gate)
            return _problems.GetValueOrDefault(node);
    }

    /// <summary>A lease that is held.</summary>
    /// <param name="Number">Its number.</param>
    /// <param name="At">When it was granted last.</param>
    /// <param name="IsOfThisMaster">Whether this process has granted it.</param>
    private readonly record struct Held(long Number, long At, bool IsOfThisMaster);
}
