using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;
using Drover.Services.Nodes;

namespace Drover.Services.Levels;

/// <summary>Forgets the quick deaths of an entry, or of all entries of a group, and starts what pauses.</summary>
internal sealed class ClearBackoff(INodes nodes) : ServiceOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_SERVICE_CLEAR_BACKOFF",
    [
        new("group", ParameterType.Name, default, Required: true),
        OpcodeParameter.Optional("tag", ParameterType.String),
        NodeParameter,
    ], "group");

    public override Recovery Recovery => Recovery.Requeue;

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var group = context["group"].GetString()!;
        var tag = context["tag"].ValueKind == JsonValueKind.String ? context["tag"].GetString() : null;
        return await Node(context).Services.ClearBackoffAsync(NodeOrders.Order(context, 0), group, tag, cancellationToken) is { } refusal
            ? throw NodeWords.Refused(refusal, group, tag)
            : OpcodeOutcome.None;
    }

    protected override Task<(IReadOnlyList<string> Lines, OperationException? Problem)> TryAsync(INode node, Func<string, JsonElement> parameter, CancellationToken cancellationToken) =>
        TryAsync(node, parameter, EntryOrder.ClearBackoff, cancellationToken);
}
