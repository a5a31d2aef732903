using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;
using Drover.Services.Nodes;
using Drover.Services.Placements;

namespace Drover.Services.Levels;

/// <summary>Brings a resource group to a run level and waits until it is there.</summary>
internal sealed class SetGroupLevel(INodes nodes, LevelWaits waits) : ServiceOperation(nodes)
{
    public const string Id = "OP_SERVICE_GROUP_SET_LEVEL";

    public override OpcodeSchema Schema { get; } = new(Id,
    [
        new("group", ParameterType.Name, default, Required: true),
        new("level", ParameterType.NameOrEmpty, default, Required: true),
        NodeParameter,
        WatchedChange.Parameter,
    ], "group");

    public override Recovery Recovery => Recovery.Resume;

    public override bool Interruptible => true;

    public override LockSet Locks(OpcodeScope scope) => GroupLock(scope.Parameters);

    public override void CheckPrerequisites(OpcodeScope scope) => FailoverGroups.RefuseLevel(scope.State, Find(KeyOf(scope.Parameters).Node), scope["group"].Text()!);

    /// <summary>A newer change of level replaces the older ones of its group at once, also one that runs.</summary>
    public override bool ReplacesOlder => true;

    /// <summary>One that may stop something: a group of which something runs goes to another level than it is at.</summary>
    public override bool IsTakenInNeed(JsonElement parameters)
    {
        var key = KeyOf(parameters);
        return Find(key.Node)?.Services.View.Groups.FirstOrDefault(row => row.Key == key) is { Running: > 0 } group
            && group.Target != parameters.GetProperty("level").GetString();
    }

    /// <inheritdoc/>
    public override string? Slot(JsonElement parameters) =>
        parameters.TryGetProperty("dry_run", out var trial) && trial.ValueKind == JsonValueKind.True ? null : KeyOf(parameters).ToString();

    protected override async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> TryAsync(INode node, Func<string, JsonElement> parameter, CancellationToken cancellationToken)
    {
        var group = parameter("group").GetString()!;
        var plan = await node.Services.PlanAsync(group, parameter("level").GetString()!, cancellationToken);
        return (plan.Lines, plan.Refusal is { } refusal ? NodeWords.Refused(refusal, group) : null);
    }

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var (node, group, level) = (Node(context), context["group"].GetString()!, context["level"].GetString()!);
        var order = new AwaitedOrder(group, $"group '{group}' to reach level '{level}'", "the change of level", async command =>
        {
            if (await node.Services.TellAsync(command, group, level, cancellationToken) is { } refusal)
                throw NodeWords.Refused(refusal, group);
        });
        if (WatchedChange.TimeOf(context) is var time && time > TimeSpan.Zero)
        {
            using var before = await LevelsBefore.ReadAsync(context, [node], group, cancellationToken);
            return new OpcodeOutcome(RawJson.String(await new WatchedChange(context, waits, before, group, level, time).RunAsync(node, order, backStep: 2, cancellationToken)));
        }
        var reached = await NodeOrders.EndOfAsync(context, waits, node, order, cancellationToken);
        return reached.Kind == LevelEndKind.Reached ? new OpcodeOutcome(RawJson.String(reached.Word)) : throw NodeWords.Failed(reached, group, level);
    }
}
