using Drover.Cluster.Nodes;
using Drover.Kernel.Queries;

namespace Drover.Cluster.Exports;

/// <summary>The table of exports: one row each. Rows are named by their node, so several may share a name.</summary>
internal static class ExportResource
{
    public static Resource Build() => new FieldTable<ExportRow>("export", "node", "export")
        .Add("node", r => r.Node.Name)
        .Add("export", r => r.Export.Name)
        .AddTo(Resource.Of<ExportRow>("export", "Copies of instances that nodes keep")
            .KeyedBy("node", row => $"{row.Node.Name}/{row.Export.Name}")
            .Rows(context => context.State.Exports()
                .Select(export => (Export: export, Node: context.State.NodeByUuid(export.Node)))
                .Where(pair => pair.Node is not null)
                .Select(pair => new ExportRow(pair.Export, pair.Node!))))
        .Build();
}

/// <summary>An export and the node that keeps it.</summary>
internal sealed record ExportRow(Export Export, Node Node);
