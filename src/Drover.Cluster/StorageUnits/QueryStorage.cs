using System.Text.Json;
using Drover.Cluster.Nodes;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Locks;
using Drover.Nodes.Facts;
using Drover.Opcodes;

namespace Drover.Cluster.StorageUnits;

/// <summary>OP_NODE_QUERY_STORAGE: rows of the storage of nodes. Storage in files has one unit a node: its directory, with the figures of the disk that the node keeps its state on, as
/// the table of nodes shows them. There is no LVM.</summary>
internal sealed class QueryStorage(Machines machines) : ClusterEffectOperation("OP_NODE_QUERY_STORAGE")
{
    private static readonly string[] s_fields = ["node", "type", "name", "size", "used", "free", "allocatable"];

    /// <summary>It only looks.</summary>
    public override Recovery Recovery => Recovery.Requeue;

    public override LockSet Locks(OpcodeScope scope) => StorageFields.Locks(scope);

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        StorageFields.Check(scope["output_fields"].Texts(), s_fields);
        StorageFields.Nodes(scope.State, scope["nodes"].Texts());
        var type = TypeOf(scope.State, scope.Parameters);
        if (!StorageTypes.Reported.Contains(type))
            throw new OperationException("OpPrereqError", $"Storage reporting for storage type '{type}' is not supported. Give another by --storage-type ({string.Join(", ", StorageTypes.Reported)}), or put a disk template that has one first with gnt-cluster modify --enabled-disk-templates");
    }

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var state = context.State;
        var type = TypeOf(state, context.Parameters);
        var nodes = StorageFields.Nodes(state, context["nodes"].Texts());
        var name = StorageTypes.Directory(state.Cluster(), type);
        if (name is null || (context["name"].Text() is { } wanted && wanted != name))
            nodes = [];
        var answers = await machines.AskAsync(state, nodes, context.Clock, cancellationToken);
        foreach (var (node, answer) in nodes.Zip(answers))
            if (answer.Problem is { } problem)
                context.Log($" - WARNING: node {node.Name} is left out: {problem}");
        return new OpcodeOutcome(RawJson.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var (node, answer) in nodes.Zip(answers))
                if (answer.Figures is { } figures)
                    WriteRow(writer, context["output_fields"].Texts(), node, type, name!, figures);
            writer.WriteEndArray();
        }));
    }

    private static string TypeOf(KernelState state, JsonElement parameters) =>
        parameters.GetProperty("storage_type").Text() ?? StorageTypes.OfTemplate(state.Cluster().EnabledDiskTemplates.FirstOrDefault("diskless"));

    private static void WriteRow(Utf8JsonWriter writer, IReadOnlyList<string> fields, Node node, string type, string name, NodeFigures figures)
    {
        writer.WriteStartArray();
        foreach (var field in fields)
            switch (field)
            {
                case "node": writer.WriteStringValue(node.Name); break;
                case "type": writer.WriteStringValue(type); break;
                case "name": writer.WriteStringValue(name); break;
                case "size": writer.WriteNumberValue(figures.DiskTotal); break;
                case "used": writer.WriteNumberValue(figures.DiskTotal - figures.DiskFree); break;
                case "free": writer.WriteNumberValue(figures.DiskFree); break;
                default: writer.WriteBooleanValue(true); break;
            }
        writer.WriteEndArray();
    }
}
