using System.Collections.Concurrent;
using System.Collections.Immutable;
using Drover.Kernel;
using Drover.Kernel.State;
using Drover.Lab.Devices;
using Drover.Locks;

namespace Drover.Lab.Scheduling;

/// <summary>Who may choose from which devices. What was asked once is remembered until a device changes in what matters to it: thousands of test jobs ask for the same, and devices
/// change in other things all the time.</summary>
internal sealed class DeviceRoster
{
    // Different demands that are remembered; there are as many as types, and what jobs ask of them.
    private const int MostDemands = 1_000;

    private readonly Device[] _devices;
    private readonly Demands _demands;

    /// <param name="state">Whose devices.</param>
    /// <param name="before">The roster of an earlier state: what was asked there is known here, while no device differs in what matters.</param>
    public DeviceRoster(KernelState state, DeviceRoster? before)
    {
        _devices = [.. state.Devices()];
        _demands = before is not null && IsAlike(_devices, before._devices) ? before._demands : new Demands(_devices);
    }

    /// <summary>The devices of a type that a submitter may use and that have all tags, in the order in which they are tried.</summary>
    public ImmutableArray<string> Names(string type, ImmutableArray<string> tags, Applicant submitter) => _demands.Find(type, tags, submitter).Names;

    /// <summary>One of these devices; null when there is none.</summary>
    public LockSet? AnyOf(string type, ImmutableArray<string> tags, Applicant submitter) => _demands.Find(type, tags, submitter).One;

    /// <summary>Whether the same demands are met by the same devices.</summary>
    private static bool IsAlike(Device[] some, Device[] others)
    {
        if (some.Length != others.Length)
            return false;
        for (var i = 0; i < some.Length; i++)
        {
            var (one, other) = (some[i], others[i]);
            if (!ReferenceEquals(one, other) && (one.Name != other.Name || !one.IsOfferedLike(other)))
                return false;
        }
        return true;
    }

    private sealed class Demands(Device[] devices)
    {
        private readonly ConcurrentDictionary<Demand, Choice> _known = new();
        private readonly ILookup<string, Device> _byType = devices.OrderBy(device => device.Public).ThenBy(device => device.Name, StringComparer.Ordinal).ToLookup(device => device.Type, StringComparer.Ordinal);
        private readonly HashSet<Principal> _owners = [.. devices.Where(device => !device.Public).Select(device => device.Owner).OfType<Principal>()];
        private readonly HashSet<string> _groups = [.. devices.Where(device => !device.Public).Select(device => device.Group).OfType<string>()];

        public Choice Find(string type, ImmutableArray<string> tags, Applicant submitter)
        {
            var mayUseAll = submitter.MayUseAll;
            List<string> groups = mayUseAll || _groups.Count == 0 ? [] : [.. submitter.Groups.Where(_groups.Contains)];
            var demand = new Demand(type, Key(tags), mayUseAll, mayUseAll || !_owners.Contains(submitter.Who) ? null : submitter.Who, Key(groups));
            if (_known.TryGetValue(demand, out var known))
                return known;
            if (_known.Count >= MostDemands)
                _known.Clear();
            ImmutableArray<string> names = [.. _byType[type]
                .Where(device => (mayUseAll || device.IsFor(demand.Owner, groups)) && tags.All(tag => device.Tags.Contains(tag))).Select(device => device.Name)];
            return _known[demand] = new Choice(names, names.IsEmpty ? null : LockSet.Empty.WithChoice(LabDomain.DeviceLevel, names, LockMode.Exclusive, 1));
        }

        private static string Key(IReadOnlyCollection<string> names) => names.Count == 0 ? "" : string.Join('\n', names);
    }

    /// <param name="Owner">Who asks, where devices are kept for him; else null.</param>
    /// <param name="Groups">Those of his groups for which devices are kept.</param>
    private readonly record struct Demand(string Type, string Tags, bool MayUseAll, Principal? Owner, string Groups);

    private sealed record Choice(ImmutableArray<string> Names, LockSet? One);
}
