using Drover.Agent.Identity;
using Drover.Agent.Trees;

namespace Drover.Agent.Leases;

/// <summary>All that lives of groups of a run directory, for who has not started it: by the records, cgroups and marks of its agent, whether that lives, is stopped or is gone.
/// What it has seen once it knows again, so that the rest of a session is found when its leader is gone.</summary>
/// <param name="runDirectory">The run directory of the agent.</param>
public sealed class GroupTrees(string runDirectory)
{
    private readonly InvocationNames _names = new(runDirectory);
    private Dictionary<string, SessionRest> _rests = new(StringComparer.Ordinal);

    /// <summary>Whether an agent looks after the run directory, be it stopped: then something may be started there.</summary>
    public bool AreInCare => RecordFiles.AreInCare(runDirectory);

    /// <summary>Looks at the machine.</summary>
    /// <param name="groups">Names of the groups.</param>
    /// <returns>The invocations of which something lives.</returns>
    public IReadOnlyList<LivingTree> Find(IReadOnlySet<string> groups)
    {
        // Records first: what is started after this look is not in the scan under a record that is missing.
        var all = RecordFiles.Look(runDirectory);
        var scan = ProcessScan.Take(0);
        var known = all.Select(record => record.Invocation).ToHashSet(StringComparer.Ordinal);
        var cgroups = new Lazy<string?>(() => all.Select(record => Path.GetDirectoryName(record.Cgroup)).FirstOrDefault(place => place is not null) ?? Cgroups.UsualPlace());
        var rests = new Dictionary<string, SessionRest>(StringComparer.Ordinal);
        var found = all.Where(record => record.BootId == RecordFiles.BootId).Concat(Lost(scan, known)).Where(record => groups.Contains(record.Key.Group))
            .Select(record => Living(record, scan, cgroups, rests)).OfType<LivingTree>().ToList();
        _rests = rests;
        return found;
    }

    /// <summary>Processes with a mark of this run directory whose record is gone.</summary>
    private IEnumerable<InvocationRecord> Lost(ProcessScan scan, HashSet<string> known) =>
        scan.Markers.Where(name => _names.AreOurs(name) && !known.Contains(name))
            .Select(name => scan.WithMarker(name).Where(process => ProcessOwner.IsTrusted(process.Pid))
                .Select(process => LostRecord.Of(process, name, node: "", TimeProvider.System)).FirstOrDefault(record => record is not null))
            .OfType<InvocationRecord>();

    private LivingTree? Living(InvocationRecord record, ProcessScan scan, Lazy<string?> cgroups, Dictionary<string, SessionRest> rests)
    {
        var leaf = record.Cgroup ?? (record.UseCgroup && cgroups.Value is { } place ? Path.Combine(place, record.Invocation) : null);
        var invocation = new Invocation(AsItIs(record with { Cgroup = leaf }, scan), pidfd: -1, isChild: false);
        var members = Tree.Members(invocation, scan);
        rests[record.Invocation] = Tree.Rest(invocation, scan);
        return members.Count == 0 ? null : new LivingTree(record.Key, invocation, members);
    }

    /// <summary>A record as an agent would have it by now: one that is stopped or gone does not see that a main process ends.</summary>
    private InvocationRecord AsItIs(InvocationRecord record, ProcessScan scan)
    {
        if (record.State == InvocationState.Starting || scan.InSession(record.Pid).Any(process => process.Pid == record.Pid && process.StartTime == record.StartTime))
            return record;
        // As long as its agent has not reaped it the number of its session is nobody else's.
        var isUnreaped = ProcessStat.Read(record.Pid) is { } stat && stat.StartTime == record.StartTime;
        var rest = isUnreaped ? SessionRest.Of(scan.InSession(record.Pid).Select(process => (process.Pid, process.StartTime))) : _rests.GetValueOrDefault(record.Invocation);
        return record with { State = InvocationState.Exited, Session = rest ?? record.Session };
    }
}
