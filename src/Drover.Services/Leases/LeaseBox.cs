using System.Collections.Immutable;
using Drover.Agent.Leases;
using Drover.Nodes.Leases;

namespace Drover.Services.Leases;

/// <summary>The leases that a node holds, in memory and on record for the guard and the next agent. What is on record is never less than what counts: a lease is written before it
/// counts, and one that is over stays until nothing of its group lives. May be used from any thread.</summary>
/// <param name="runDirectory">Where they are on record.</param>
/// <param name="sinceBoot">The clock of the boot.</param>
internal sealed class LeaseBox(string runDirectory, Func<TimeSpan> sinceBoot)
{
    private readonly Lock _gate = new();
    private ImmutableDictionary<string, HeldLease> _held = ImmutableDictionary<string, HeldLease>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>What is held, also what is over.</summary>
    public IEnumerable<HeldLease> All => Volatile.Read(ref _held).Values;

    /// <summary>Whether something is held that is not over.</summary>
    public bool HasGood => All.Any(lease => !lease.IsOver);

    /// <summary>The lease of a group; null if there is none.</summary>
    public HeldLease? Find(string group) => Volatile.Read(ref _held).GetValueOrDefault(group);

    /// <summary>Whether something of a group may be started at this moment.</summary>
    public bool IsGood(string group) => Find(group)?.IsGoodAt(sinceBoot()) == true;

    /// <summary>Reads what an earlier agent of this boot has left on record.</summary>
    public void Open()
    {
        foreach (var lease in LeaseFile.Read(runDirectory) ?? [])
            _held = _held.SetItem(lease.Group, lease);
    }

    /// <summary>Puts grants on record beside what is held. They do not count yet.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of rights.</exception>
    public void Note(IReadOnlyList<LeaseGrant> grants, TimeSpan asked)
    {
        lock (_gate)
            LeaseFile.Write(runDirectory, With(grants, asked).Values);
    }

    /// <summary>Makes grants count that are on record. Returns those of groups that had no lease, or another one.</summary>
    public IReadOnlyList<LeaseGrant> Count(IReadOnlyList<LeaseGrant> grants, TimeSpan asked)
    {
        lock (_gate)
        {
            List<LeaseGrant> others = [.. grants.Where(grant => !_held.TryGetValue(grant.Group, out var held) || held.IsOver || held.Number != grant.Number)];
            Volatile.Write(ref _held, With(grants, asked));
            return others;
        }
    }

    /// <summary>Takes from leases that they count. Returns those of which they had.</summary>
    public IReadOnlyList<HeldLease> End(Func<HeldLease, bool> which)
    {
        lock (_gate)
        {
            List<HeldLease> over = [.. _held.Values.Where(lease => !lease.IsOver && which(lease))];
            if (over.Count > 0)
            {
                // First here: nothing more is started, whatever becomes of the file, which the guard needs only for when they end.
                Volatile.Write(ref _held, _held.SetItems(over.Select(lease => KeyValuePair.Create(lease.Group, lease with { IsOver = true }))));
                TryWrite_NeedsLock();
            }
            return over;
        }
    }

    /// <summary>Nothing of a group lives: a lease of it that is over goes.</summary>
    public void Release(string group)
    {
        lock (_gate)
        {
            if (_held.GetValueOrDefault(group) is not { IsOver: true })
                return;
            Volatile.Write(ref _held, _held.Remove(group));
            TryWrite_NeedsLock();
        }
    }

    private ImmutableDictionary<string, HeldLease> With(IReadOnlyList<LeaseGrant> grants, TimeSpan asked) =>
        _held.SetItems(grants.Select(grant => KeyValuePair.Create(grant.Group, new HeldLease(grant.Group, grant.Number, asked + grant.Time, grant.Time))));

    /// <summary>Where it fails more stays on record than is held: that is the safe side.</summary>
    private void TryWrite_NeedsLock()
    {
        try
        {
            LeaseFile.Write(runDirectory, _held.Values);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next write has it.
        }
    }
}
