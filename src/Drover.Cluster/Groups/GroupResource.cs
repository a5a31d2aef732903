using Drover.Cluster.Instances;
using Drover.Cluster.Nodes;
using Drover.Cluster.Parameters;
using Drover.Cluster.Settings;
using Drover.Kernel.Queries;
using Drover.Kernel.State;

namespace Drover.Cluster.Groups;

/// <summary>The table of node groups.</summary>
internal static class GroupResource
{
    public static Resource Build() => Fields().AddTo(Resource.Of<GroupRow>("group", "Groups of nodes")
        .KeyedBy("name", row => row.Group.Name)
        .Uuid("uuid")
        .Rows(context => Rows(context.State, context.State.Groups()))
        .Find((context, name) => context.State.FindGroup(name) is { } group ? Rows(context.State, [group]).Single() : null, "Node group {0} not found"))
        .Build();

    private static IEnumerable<GroupRow> Rows(KernelState state, IEnumerable<NodeGroup> groups)
    {
        var cluster = state.Cluster();
        var nodes = state.Nodes().ToLookup(n => n.Group, StringComparer.Ordinal);
        var instances = state.Instances().ToLookup(i => state.NodeByUuid(i.PrimaryNode)?.Group ?? "", StringComparer.Ordinal);
        return groups.Select(group => new GroupRow(cluster, group, nodes[group.Uuid], instances[group.Uuid]));
    }

    private static FieldTable<GroupRow> Fields() =>
        new FieldTable<GroupRow>("group", "name", "node_cnt", "pinst_cnt", "alloc_policy", "ndparams")
            .AddCommon(r => r.Group)
            .Add("alloc_policy", r => r.Group.AllocPolicy)
            .Add("node_cnt", r => r.Nodes.LongCount())
            .Add("node_list", r => CellValues.Names(r.Nodes))
            .Add("pinst_cnt", r => r.Instances.LongCount())
            .Add("pinst_list", r => CellValues.Names(r.Instances))
            .Add("ndparams", r => r.Parameters.Cell())
            .Add("custom_ndparams", r => r.Group.Ndparams.Cell())
            .Family("ndp/", key => r => CellValues.Parameter(r.Parameters, key))
            .Add("diskparams", r => DiskParameters.Filled(r.Cluster.Diskparams, r.Group.Diskparams).Cell())
            .Add("custom_diskparams", r => r.Group.Diskparams.Cell())
            .Add("ipolicy", r => InstancePolicy.Filled(r.Cluster.Ipolicy, r.Group.Ipolicy).Cell())
            .Add("custom_ipolicy", r => r.Group.Ipolicy.Cell());
}

/// <summary>A node group with what a query shows beside it.</summary>
internal sealed record GroupRow(ClusterSettings Cluster, NodeGroup Group, IEnumerable<Node> Nodes, IEnumerable<Instance> Instances)
{
    /// <summary>Node parameters in effect.</summary>
    public RawJson Parameters => NodeParameters.Filled(Cluster, Group, node: null);
}
