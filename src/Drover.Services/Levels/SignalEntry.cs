using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;
using Drover.Services.Nodes;

namespace Drover.Services.Levels;

/// <summary>Sends a signal to all processes of an entry.</summary>
internal sealed class SignalEntry(INodes nodes) : ServiceOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_SERVICE_SIGNAL", [.. EntryParameters, new("signal", ParameterType.IntegerBetween(1, 64), default, Required: true)], "group");

    // A crash leaves open whether it was sent, and it must not come twice.
    public override Recovery Recovery => Recovery.Fail;

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var (group, tag, signal) = (context["group"].GetString()!, context["tag"].GetString()!, context["signal"].GetInt32());
        return await Node(context).Services.SignalEntryAsync(NodeOrders.Order(context, 0), group, tag, signal, cancellationToken) is { } refusal
            ? throw NodeWords.Refused(refusal, group, tag)
            : OpcodeOutcome.None;
    }

    protected override Task<(IReadOnlyList<string> Lines, OperationException? Problem)> TryAsync(INode node, Func<string, JsonElement> parameter, CancellationToken cancellationToken) =>
        TryAsync(node, parameter, EntryOrder.Signal, cancellationToken);
}
