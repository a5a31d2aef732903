using Drover.Nodes.Services;
using Drover.NodeWire.Translation;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.Connecting;

/// <summary>Makes of the views of services what is different from one to the next.</summary>
internal sealed class ViewFeed
{
    private readonly Dictionary<string, P.GroupRow> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, string Tag), P.ProcessRow> _processes = [];
    private bool _isFirst = true;

    /// <summary>What is different since the last call; null when nothing is.</summary>
    public P.ServicesUpdate? Next(ServicesView view)
    {
        var update = new P.ServicesUpdate { Whole = _isFirst };
        var (groups, processes) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<(string, string)>());
        foreach (var row in view.Groups)
        {
            groups.Add(row.Name);
            var message = row.ToMessage();
            if (_groups.TryGetValue(row.Name, out var before) && before.Equals(message))
                continue;
            update.Groups.Add(_groups[row.Name] = message);
        }
        foreach (var row in view.Processes)
        {
            processes.Add((row.Group, row.Tag));
            var message = row.ToMessage();
            if (_processes.TryGetValue((row.Group, row.Tag), out var before) && before.Equals(message))
                continue;
            update.Processes.Add(_processes[(row.Group, row.Tag)] = message);
        }
        foreach (var gone in _groups.Keys.Where(name => !groups.Contains(name)).ToList())
        {
            update.GroupsGone.Add(gone);
            _groups.Remove(gone);
        }
        foreach (var gone in _processes.Keys.Where(entry => !processes.Contains(entry)).ToList())
        {
            update.ProcessesGone.Add(new P.Entry { Group = gone.Group, Tag = gone.Tag });
            _processes.Remove(gone);
        }
        var isAnything = _isFirst || update.CalculateSize() > 0;
        _isFirst = false;
        return isAnything ? update : null;
    }
}
