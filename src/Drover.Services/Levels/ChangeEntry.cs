using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;
using Drover.Services.Nodes;

namespace Drover.Services.Levels;

/// <summary>Starts, stops or restarts one entry of a group that is at a level, and waits until that is done.</summary>
/// <param name="id">The opcode.</param>
/// <param name="change">What it does.</param>
internal sealed class ChangeEntry(INodes nodes, LevelWaits waits, string id, EntryChange change) : ServiceOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new(id, EntryParameters, "group");

    public override Recovery Recovery => Recovery.Resume;

    public override bool Interruptible => true;

    /// <summary>What stops something is taken while the disk is nearly full.</summary>
    public override bool IsTakenInNeed(JsonElement parameters) => change == EntryChange.Stop;

    public override LockSet Locks(OpcodeScope scope) => GroupLock(scope.Parameters);

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var (node, group, tag) = (Node(context), context["group"].GetString()!, context["tag"].GetString()!);
        var what = change.ToString().ToLowerInvariant();
        var reached = await NodeOrders.EndOfAsync(context, waits, node, new AwaitedOrder(group, $"the {what} of '{ProcessKey.NameOf(group, tag)}'", $"the {what} of {tag}", async command =>
        {
            if (await node.Services.ChangeEntryAsync(command, group, tag, change, cancellationToken) is { } refusal)
                throw NodeWords.Refused(refusal, group, tag);
        }), cancellationToken);
        return reached.Kind == LevelEndKind.Reached ? new OpcodeOutcome(RawJson.String(reached.Word)) : throw NodeWords.Failed(reached, ProcessKey.NameOf(group, tag));
    }

    protected override Task<(IReadOnlyList<string> Lines, OperationException? Problem)> TryAsync(INode node, Func<string, JsonElement> parameter, CancellationToken cancellationToken) =>
        TryAsync(node, parameter, change switch { EntryChange.Start => EntryOrder.Start, EntryChange.Stop => EntryOrder.Stop, _ => EntryOrder.Restart }, cancellationToken);
}
