using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using GroupRow = Drover.Nodes.Services.GroupRow;
using ProcessRow = Drover.Nodes.Services.ProcessRow;

namespace Drover.Fleet.Connections;

/// <summary>Groups and processes of a node as its agent told them last.</summary>
internal sealed class RemoteView(string node)
{
    private static readonly ServicesView s_nothing = new(0, [], []);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, GroupRow> _groups = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ProcessRow> _processes = new(StringComparer.Ordinal);
    private readonly Latest<ServicesView> _told = new();

    /// <summary>The last one. Its number is how often one was told.</summary>
    public ServicesView Current => _told.Value ?? s_nothing;

    /// <summary>Takes what is different.</summary>
    public void Take(ServicesUpdate update)
    {
        lock (_gate)
        {
            if (update.Whole)
            {
                _groups.Clear();
                _processes.Clear();
            }
            foreach (var group in update.Groups)
                _groups[group.Name] = group.ToRow(node);
            foreach (var group in update.GroupsGone)
                _groups.Remove(group);
            foreach (var process in update.Processes)
                _processes[ProcessKey.NameOf(process.Group, process.Tag)] = process.ToRow(node);
            foreach (var entry in update.ProcessesGone)
                _processes.Remove(ProcessKey.NameOf(entry.Group, entry.Tag));
            _told.Tell(new ServicesView(Current.Version + 1, [.. _groups.Values], [.. _processes.Values]));
        }
    }

    /// <summary>The next one after a number.</summary>
    /// <exception cref="OperationCanceledException">Nothing more comes.</exception>
    public async Task<ServicesView> AfterAsync(long version, CancellationToken cancellationToken)
    {
        await _told.AfterAsync(version, cancellationToken);
        return Current;
    }

    /// <summary>Nothing more comes.</summary>
    public void End() => _told.End();
}
