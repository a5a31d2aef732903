using Drover.Kernel.Queries;
using Drover.Nodes.Facts;

namespace Drover.Cluster.Nodes;

/// <summary>The table of nodes.</summary>
internal static class NodeResource
{
    public static Resource Build(Machines machines)
    {
        var builder = Resource.Of<NodeRow>("node", "Machines of the fleet")
            .KeyedBy("name", row => row.Node.Name)
            .Uuid("uuid")
            .Rows(context => NodeRow.All(context.State))
            .Find((context, name) => NodeRow.Find(context.State, name), "Node name {0} not found")
            .Probe(async (context, rows, cancellationToken) =>
            {
                var answers = await machines.AskAsync([.. rows.Select(row => (row.Node, row.IsMaster))], context.Kernel.Clock, cancellationToken);
                for (var i = 0; i < answers.Length; i++)
                    rows[i].Figures = answers[i].Figures;
            });
        return Fields().AddTo(builder).Build();
    }

    private static FieldTable<NodeRow> Fields() =>
        new FieldTable<NodeRow>("node", "name", "dtotal", "dfree", "mtotal", "mnode", "mfree", "pinst_cnt", "sinst_cnt")
            .AddCommon(r => r.Node)
            .Add("pip", r => r.Node.PrimaryIp)
            .Add("sip", r => r.Node.SecondaryIp)
            .Add("role", r => r.Role)
            .Add("master", r => r.IsMaster)
            .Add("master_candidate", r => r.Node.MasterCandidate)
            .Add("master_capable", r => r.Node.MasterCapable)
            .Add("vm_capable", r => r.Node.VmCapable)
            .Add("offline", r => r.Node.Offline)
            .Add("drained", r => r.Node.Drained)
            .Add("powered", r => CellValues.Parameter(r.Parameters, "oob_program") is var program && program != FieldValue.Of("") ? r.Node.Powered : FieldValue.Unavailable)
            .Add("group", r => r.Group is { } group ? group.Name : FieldValue.NoData)
            .Add("group.uuid", r => r.Node.Group)
            .Add("ndparams", r => r.Parameters.Cell())
            .Add("custom_ndparams", r => r.Node.Ndparams.Cell())
            .Family("ndp/", key => r => CellValues.Parameter(r.Parameters, key))
            .Add("hv_state", r => r.Node.HvState.Cell())
            .Add("disk_state", r => r.Node.DiskState.Cell())
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
            .Add("sptotal", r => Live(r, _ => FieldValue.Unavailable));

    private static FieldValue Live(NodeRow row, Func<NodeFigures, FieldValue> read) =>
        row.Node.Offline ? FieldValue.Offline
        : !row.Node.VmCapable ? FieldValue.Unavailable
        : row.Figures is { } figures ? read(figures) : FieldValue.NoData;
}
