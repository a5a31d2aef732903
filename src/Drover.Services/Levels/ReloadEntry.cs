using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;
using Drover.Services.Nodes;

namespace Drover.Services.Levels;

/// <summary>Has an entry read its configuration again: by its reload command, or by SIGHUP to its main process.</summary>
internal sealed class ReloadEntry(INodes nodes) : ServiceOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_SERVICE_RELOAD", EntryParameters, "group");

    // A crash leaves open whether it was asked for; to ask twice does no harm.
    public override Recovery Recovery => Recovery.Requeue;

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var (group, tag) = (context["group"].GetString()!, context["tag"].GetString()!);
        return await Node(context).Services.ReloadEntryAsync(NodeOrders.Order(context, 0), group, tag, cancellationToken) is { } refusal
            ? throw NodeWords.Refused(refusal, group, tag)
            : OpcodeOutcome.None;
    }

    protected override Task<(IReadOnlyList<string> Lines, OperationException? Problem)> TryAsync(INode node, Func<string, JsonElement> parameter, CancellationToken cancellationToken) =>
        TryAsync(node, parameter, EntryOrder.Reload, cancellationToken);
}
