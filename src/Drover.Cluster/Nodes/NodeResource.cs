using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Nodes.Facts;
using Drover.Nodes.Presence;

namespace Drover.Cluster.Nodes;

/// <summary>The table of nodes: those of the cluster, and machines that have joined the fleet and are none. Ganeti's clients know the former.</summary>
internal static class NodeResource
{
    public static Resource Build(Machines machines)
    {
        var builder = Resource.Of<NodeRow>("node", "Machines of the fleet")
            .KeyedBy("name", row => row.Name)
            .Uuid("uuid")
            .Rows(context => NodeRow.All(context.State, machines.Of(context.State)))
            .Find((context, name) => NodeRow.Find(context.State, machines.Of(context.State), name), "Node name {0} not found")
            .Foreign(row => row.Node is not null)
            .Probe(async (context, rows, cancellationToken) =>
            {
                var answers = await machines.AskAsync(
                    [.. rows.Select(row => row.Node is { Offline: true } ? AskedMachine.Offline : new AskedMachine(row.Machine))], context.Kernel.Clock, cancellationToken);
                for (var i = 0; i < answers.Length; i++)
                    rows[i].Figures = answers[i].Figures;
            });
        return Fields().AddTo(builder).Build();
    }

    private static FieldTable<NodeRow> Fields() =>
        new FieldTable<NodeRow>("node", "name", "state", "since", "role", "mtotal", "mfree", "dtotal", "dfree", "pinst_cnt", "sinst_cnt", "reason")
            .Add("name", r => r.Name)
            .AddRecord(r => r.Node)
            .Add("pip", Of(n => n.PrimaryIp))
            .Add("sip", Of(n => n.SecondaryIp))
            .Add("role", r => r.Node is { } node ? NodeRow.RoleOf(node, r.IsMaster) : FieldValue.Null)
            .Add("master", r => r.IsMaster)
            .Add("master_candidate", Of(n => n.MasterCandidate))
            .Add("master_capable", Of(n => n.MasterCapable))
            .Add("vm_capable", Of(n => n.VmCapable))
            .Add("offline", Of(n => n.Offline))
            .Add("drained", Of(n => n.Drained))
            .Add("powered", r => r.Node is { } node && CellValues.Parameter(r.Parameters, "oob_program") is var program && program != FieldValue.Of("") ? node.Powered : FieldValue.Unavailable)
            .Add("group", r => r.Node is null ? FieldValue.Null : r.Group is { } group ? group.Name : FieldValue.NoData)
            .Add("group.uuid", Of(n => n.Group))
            .Add("ndparams", r => r.Node is null ? FieldValue.Null : r.Parameters.Cell())
            .Add("custom_ndparams", Of(n => n.Ndparams.Cell()))
            .Family("ndp/", key => r => r.Node is null ? FieldValue.Null : CellValues.Parameter(r.Parameters, key))
            .Add("hv_state", Of(n => n.HvState.Cell()))
            .Add("disk_state", Of(n => n.DiskState.Cell()))
            .Add("pinst_cnt", r => r.Primary.LongCount())
            .Add("pinst_list", r => CellValues.Names(r.Primary))
            .Add("sinst_cnt", r => r.Secondary.LongCount())
            .Add("sinst_list", r => CellValues.Names(r.Secondary))
            .Add("mtotal", r => Live(r, f => f.MemoryTotal))
            .Add("mfree", r => Live(r, f => f.MemoryFree))
            .Add("mnode", r => Live(r, f => f.MemoryTotal - f.MemoryFree))
            .Add("dtotal", r => Live(r, f => f.DiskTotal))
            .Add("dfree", r => Live(r, f => f.DiskFree))
            .Add("ctotal", r => Live(r, f => f.Cpus))
            .Add("cnodes", r => Live(r, f => f.CpuNodes))
            .Add("csockets", r => Live(r, f => f.CpuSockets))
            .Add("cnos", r => Live(r, _ => 0))
            .Add("bootid", r => Live(r, f => f.BootId))
            // Spindles are counted where disks are given to one instance at a time, which no storage here does.
            .Add("spfree", r => Live(r, _ => FieldValue.Unavailable))
            .Add("sptotal", r => Live(r, _ => FieldValue.Unavailable))
            .AddOwn("state", "State", FieldKind.Text, Visibility.Everyone, "Whether its agent is here or away, or it has none that joined", r => r.Machine is { Presence.IsHere: var here } ? here ? "here" : "away" : "no agent")
            .AddOwn("since", "Since", FieldKind.Timestamp, Visibility.Everyone, "When its agent came or was lost", Told(p => p.Since > 0 ? FieldValue.Seconds(new Timestamp(p.Since)) : FieldValue.Unavailable))
            .AddOwn("member", "Member", FieldKind.Bool, Visibility.Everyone, "Whether it is a node of the cluster that Ganeti's tools show", r => r.Node is not null)
            .AddOwn("agent", "Agent", FieldKind.Text, Visibility.Everyone, "The name by which its agent has joined", r => r is { IsMaster: false, Machine: { } machine } ? machine.Name : FieldValue.Unavailable)
            .AddLive("load", "Load", FieldKind.Float, "Threads that ran or waited to, on average of the last minute", r => Live(r, f => f.Load is { } load ? load.One : FieldValue.Unavailable))
            .AddLive("load5", "Load5", FieldKind.Float, "The same, of five minutes", r => Live(r, f => f.Load is { } load ? load.Five : FieldValue.Unavailable))
            .AddLive("load15", "Load15", FieldKind.Float, "The same, of fifteen minutes", r => Live(r, f => f.Load is { } load ? load.Fifteen : FieldValue.Unavailable))
            .AddLive("kernel", "Kernel", FieldKind.Text, "Release of its kernel", r => Live(r, f => f.Kernel.OrUnavailable()))
            .AddLive("system", "System", FieldKind.Text, "Name and version of its system", r => Live(r, f => f.System.OrUnavailable()))
            .AddLive("told", "Told", FieldKind.Timestamp, "When its figures were read, or its agent told them last, because they had moved", r => Live(r, f => f.Told > 0 ? FieldValue.Seconds(new Timestamp(f.Told)) : FieldValue.Unavailable))
            .AddOwn("version", "Version", FieldKind.Text, Visibility.Everyone, "Version of the program there", Told(p => p.Version.OrUnavailable()))
            .AddOwn("reason", "Reason", FieldKind.Text, Visibility.Operators, "Why it is away", Told(p => p.Reason.OrUnavailable()))
            .AddOwn("address", "Address", FieldKind.Text, Visibility.Operators, "The address that its agent speaks from", Told(p => p.Address.OrUnavailable()))
            .AddOwn("clock", "Clock", FieldKind.Float, Visibility.Operators, "Seconds by which its clock was ahead of the master's when it came", Told(p => p.IsHere ? FieldValue.Of(p.ClockAhead.TotalSeconds) : FieldValue.Unavailable));

    /// <summary>What only nodes of the cluster have: a filter passes over the others.</summary>
    private static Func<NodeRow, FieldValue> Of(Func<Node, FieldValue> read) => row => row.Node is { } node ? read(node) : FieldValue.Null;

    private static Func<NodeRow, FieldValue> Told(Func<NodePresence, FieldValue> read) => row => row.Machine is { } machine ? read(machine.Presence) : FieldValue.Unavailable;

    private static FieldValue Live(NodeRow row, Func<NodeFigures, FieldValue> read) =>
        row.Node is { Offline: true } ? FieldValue.Offline
        : row.Node is { VmCapable: false } ? FieldValue.Unavailable
        : row.Figures is { } figures ? read(figures) : FieldValue.NoData;
}
