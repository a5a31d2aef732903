using Drover.Agent.Identity;
using Drover.Agent.Trees;

namespace Drover.Agent;

/// <summary>Finding processes whose record is gone: somebody has cleaned the run directory. Their cgroup holds the record too; without cgroups their
/// environment says which entry they are of.</summary>
public sealed partial class ProcessAgent
{
    private async Task<List<AdoptedProcess>> AdoptLostAsync(HashSet<string> known, CancellationToken cancellationToken)
    {
        var names = new InvocationNames(_options.RunDirectory);
        var scan = await _scans.NextAsync(0).WaitAsync(cancellationToken).ConfigureAwait(false);
        var groups = _cgroups is null ? [] : _cgroups.Names().Where(name => names.AreOurs(name) && !known.Contains(name)).ToHashSet(StringComparer.Ordinal);
        List<AdoptedProcess> adopted = [];
        foreach (var name in scan.Markers.Where(name => names.AreOurs(name) && !known.Contains(name)).Union(groups, StringComparer.Ordinal))
        {
            // An environment can be forged, so without a record and a cgroup only that of root's processes and our own counts.
            var found = MembersOf(name, scan, groups.Contains(name)).Where(p => groups.Contains(name) || ProcessOwner.IsTrusted(p.Pid)).ToList();
            if (found.Count == 0)
                _cgroups?.RemoveOf(name);
            else if (Recover(name, found, groups.Contains(name)) is { } record)
                adopted.Add(AdoptMarked(record, found));
            else
                adopted.Add(new AdoptedProcess(AdoptionOutcome.Unreadable, null, Problem:
                    $"processes {string.Join(", ", found.Select(p => p.Pid))} belong to invocation {name}, of which no record is left. Nobody looks after them; end them by hand."));
        }
        return adopted;
    }

    /// <summary>What carries a marker or is in the cgroup of its name.</summary>
    private List<ScannedProcess> MembersOf(string invocation, ProcessScan scan, bool hasGroup)
    {
        var inGroup = hasGroup ? Tree.InGroup(_cgroups!.PlaceOf(invocation)) : [];
        return [.. inGroup.Concat(scan.WithMarker(invocation)).DistinctBy(p => p.Pid)];
    }

    private InvocationRecord? Recover(string invocation, List<ScannedProcess> found, bool hasGroup)
    {
        var record = hasGroup ? Recorded(_cgroups!.PlaceOf(invocation), invocation) : null;
        record ??= found.OrderByDescending(p => p.Session == p.Pid).ThenBy(p => p.StartTime).Select(p => LostRecord.Of(p, invocation, _options.Node, _time)).FirstOrDefault(r => r is not null);
        if (record is not null)
            _ = _files.Write(record);
        return record;
    }

    private static InvocationRecord? Recorded(string group, string invocation)
    {
        try
        {
            var text = Cgroups.Description(group);
            return text.Length > 0 && InvocationRecord.Read(text) is { } record && record.Invocation == invocation && record.BootId == RecordFiles.BootId ? record : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
