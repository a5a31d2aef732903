using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using GroupRow = Drover.Nodes.Services.GroupRow;
using ProcessRow = Drover.Nodes.Services.ProcessRow;

namespace Drover.Fleet.Connections;

/// <summary>Groups and processes of a node as its agent told them last.</summary>
/// <param name="node">Its name.</param>
/// <param name="most">Bytes of rows that are kept.</param>
internal sealed class RemoteView(string node, long most)
{
    private static readonly ServicesView s_nothing = new(0, [], []);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, GroupRow> _groups = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ProcessRow> _processes = new(StringComparer.Ordinal);
    private readonly KeptBytes _kept = new(most);
    private readonly Latest<ServicesView> _told = new();

    /// <summary>The last one. Its number is how often one was told.</summary>
    public ServicesView Current => _told.Value ?? s_nothing;

    /// <summary>Rows that are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _kept.Count;
        }
    }

    /// <summary>Takes what is different.</summary>
    /// <returns>Whether there was room for all of it. A row for which there was none is left out.</returns>
    public bool Take(ServicesUpdate update)
    {
        var isAll = true;
        lock (_gate)
        {
            if (update.Whole)
            {
                _groups.Clear();
                _processes.Clear();
                _kept.Clear();
            }
            foreach (var group in update.GroupsGone)
                Forget(_groups, group, PieceOf(group));
            foreach (var entry in update.ProcessesGone)
                Forget(_processes, ProcessKey.NameOf(entry.Group, entry.Tag), PieceOf(entry.Group, entry.Tag));
            foreach (var group in update.Groups)
                isAll &= Keep(_groups, group.Name, PieceOf(group.Name), group.CalculateSize(), () => group.ToRow(node));
            foreach (var process in update.Processes)
                isAll &= Keep(_processes, ProcessKey.NameOf(process.Group, process.Tag), PieceOf(process.Group, process.Tag), process.CalculateSize(), () => process.ToRow(node));
            _told.Tell(new ServicesView(Current.Version + 1, [.. _groups.Values], [.. _processes.Values]));
        }
        return isAll;
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

    /// <summary>What a row is counted as: a group may be called as an entry of another one is.</summary>
    private static string PieceOf(string group, string? tag = null) => tag is null ? $"group {group}" : $"process {ProcessKey.NameOf(group, tag)}";

    private bool Keep<TRow>(SortedDictionary<string, TRow> rows, string name, string piece, int length, Func<TRow> row)
    {
        var isKept = _kept.Keep(piece, length);
        if (isKept)
            rows[name] = row();
        else
            rows.Remove(name);
        return isKept;
    }

    private void Forget<TRow>(SortedDictionary<string, TRow> rows, string name, string piece)
    {
        rows.Remove(name);
        _kept.Forget(piece);
    }
}
