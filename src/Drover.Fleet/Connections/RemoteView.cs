using Drover.Nodes.Services;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using GroupRow = Drover.Nodes.Services.GroupRow;
using ProcessRow = Drover.Nodes.Services.ProcessRow;

namespace Drover.Fleet.Connections;

/// <summary>Groups and processes of a node as its agent told them last.</summary>
internal sealed class RemoteView(string node)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, GroupRow> _groups = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ProcessRow> _processes = new(StringComparer.Ordinal);
    private volatile ServicesView _current = new(0, [], []);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The last one.</summary>
    public ServicesView Current => _current;

    /// <summary>Takes what is different.</summary>
    public void Take(ServicesUpdate update)
    {
        TaskCompletionSource changed;
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
            _current = new ServicesView(_current.Version + 1, [.. _groups.Values], [.. _processes.Values]);
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        changed.TrySetResult();
    }

    /// <summary>The next one after a number.</summary>
    /// <exception cref="OperationCanceledException">Nothing more comes.</exception>
    public async Task<ServicesView> AfterAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_current.Version > version)
                    return _current;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        lock (_gate)
            _changed.TrySetCanceled();
    }
}
