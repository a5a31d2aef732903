using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Nodes;
using Drover.Nodes.Logs;
using Drover.Nodes.Services;

namespace Drover.Services.Tables;

/// <summary>The table of supervised processes, one row an entry.</summary>
internal static class ProcessResource
{
    public static Resource Build(INodes nodes) => Resource.Of<ProcessRow>("process", "Supervised processes")
        .KeyedBy("name", row => row.Key.ToString())
        .Rows(_ => nodes.All.SelectMany(node => node.Services.View.Processes))
        .Find((_, name) => nodes.All.SelectMany(node => node.Services.View.Processes).FirstOrDefault(row => row.Key.ToString() == name || (row.Name == name && row.Node == nodes.Own)), "Process {0} not found")
        .Probe((_, rows, cancellationToken) => MeasureAsync(nodes, rows, cancellationToken))
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Process", FieldKind.Text, "Group and tag", row => row.Name, isDefault: true)
        .Field("state", "State", FieldKind.Text, "Where the process stands", row => row.State, isDefault: true)
        .Field("pid", "PID", FieldKind.Number, "Process id of the main process", row => row.Pid > 0 ? FieldValue.Of(row.Pid) : FieldValue.Unavailable, isDefault: true)
        .Field("mode", "Mode", FieldKind.Text, "How the entry is run", row => row.Mode, isDefault: true)
        .Field("restarts", "Restarts", FieldKind.Number, "Starts after a death, since its level was begun", row => (long)row.Restarts, isDefault: true)
        .Field("last_exit", "LastExit", FieldKind.Text, "How it last ended", row => row.LastExit.OrUnavailable(), isDefault: true)
        .Field("since", "Since", FieldKind.Timestamp, "When it was last started", row => row.Since > 0 ? FieldValue.Seconds(new Timestamp(row.Since)) : FieldValue.Unavailable)
        .Field("throttled_until", "ThrottledUntil", FieldKind.Timestamp, "When the pause after too many quick deaths ends",
            row => row.ThrottledUntil is { } until ? FieldValue.Seconds(new Timestamp(until)) : FieldValue.Unavailable)
        .Field("key", "Key", FieldKind.Text, "Node, group and tag: what the row is known by", row => row.Key.ToString())
        .Field("group", "Group", FieldKind.Text, "Name of its group", row => row.Group)
        .Field("tag", "Tag", FieldKind.Text, "Tag of its entry", row => row.Tag)
        .Field("node", "Node", FieldKind.Text, "The machine it runs on", row => row.Node)
        .Field("level", "Level", FieldKind.Text, "The level for which it was started", row => row.Level)
        .Field("log", "Log", FieldKind.Text, "File with its captured output; of another node the name by which 'drover logs' knows it", row => row.Node == nodes.Own ? row.Log : NodeLogs.NameOf(row.Key))
        .Field(new FieldDefinition("cpu", "CPU", FieldKind.Float, "Seconds of processor time that the main process has used", FieldFlags.Live),
            (_, row) => row.CpuSeconds is { } cpu ? FieldValue.Of(cpu) : FieldValue.Unavailable)
        .Field(new FieldDefinition("memory", "Memory", FieldKind.Unit, "Resident memory of the main process in MiB", FieldFlags.Live),
            (_, row) => row.MemoryMiB is { } memory ? FieldValue.Of(memory) : FieldValue.Unavailable)
        // What the cltab says is for those who may read it.
        .VisibleTo(Visibility.Operators)
        .Field("error", "Error", FieldKind.Text, "Why it could not be started", row => row.Error.OrUnavailable())
        .Field("command", "Command", FieldKind.Text, "What is run", row => row.Command)
        .Field("limits", "Limits", FieldKind.Text, "Limits of memory, processes and processor, each with what keeps it", row => row.Limits.OrUnavailable())
        .Build();

    /// <summary>Fills in the live figures of rows, asking each node once.</summary>
    private static async ValueTask MeasureAsync(INodes nodes, IList<ProcessRow> rows, CancellationToken cancellationToken)
    {
        foreach (var ofNode in Enumerable.Range(0, rows.Count).Where(i => rows[i].Invocation is not null).ToLookup(i => rows[i].Node, StringComparer.Ordinal))
        {
            if (nodes.Find(ofNode.Key) is not { } node)
                continue;
            var measures = await node.Services.MeasureAsync([.. ofNode.Select(i => rows[i].Invocation!)], cancellationToken);
            foreach (var i in ofNode)
                if (measures.TryGetValue(rows[i].Invocation!, out var measure))
                    rows[i] = rows[i] with { CpuSeconds = measure.CpuSeconds, MemoryMiB = measure.MemoryMiB };
        }
    }
}
