using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs.Opcodes;
using Drover.Kernel.Locks;
using Drover.Kernel.Operations;
using Drover.Nodes.Services;
using Drover.Services.Supervision;

namespace Drover.Services.Levels;

/// <summary>Brings a resource group to a run level and waits until it is there.</summary>
internal sealed class SetGroupLevel(Supervisor supervisor) : EffectOperation
{
    public const string Id = "OP_SERVICE_GROUP_SET_LEVEL";

    public override OpcodeSchema Schema { get; } = new(Id,
    [
        new("group", ParameterType.String, default, Required: true),
        new("level", ParameterType.String, default, Required: true),
        new("node", ParameterType.Optional(ParameterType.NonEmptyString), "null"u8.ToArray(), Required: false),
    ], "group");

    public override string Pool => "services";

    public override Recovery Recovery => Recovery.Resume;

    public override bool Interruptible => true;

    public override bool PassesDrain => true;

    public override LockSet Locks(OpcodeScope scope) =>
        NodeOf(scope.Parameters) == supervisor.Node
            ? LockSet.Empty.With(ServicesDomain.LockLevel, new GroupKey(supervisor.Node, scope["group"].GetString()!).ToString(), LockMode.Exclusive)
            : throw new OperationException("OpPrereqError", $"Services run on this node only, '{supervisor.Node}'; leave the node out", "wrong_input");

    /// <summary>A newer change of level replaces the older ones of its group at once, also one that runs.</summary>
    public override bool ReplacesOlder => true;

    /// <inheritdoc/>
    public override string? Slot(JsonElement parameters) =>
        parameters.TryGetProperty("dry_run", out var trial) && trial.ValueKind == JsonValueKind.True ? null
            : new GroupKey(NodeOf(parameters), parameters.GetProperty("group").GetString()!).ToString();

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var (group, level) = (context["group"].GetString()!, context["level"].GetString()!);
        await supervisor.Ready.WaitAsync(cancellationToken);
        if (context.DryRun)
        {
            foreach (var line in (await supervisor.PlanAsync(group, level, cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                context.Log(line);
            return OpcodeOutcome.None;
        }

        context.WaitsFor = $"group '{group}' to reach level '{level}'";
        GroupEnd end;
        try
        {
            end = await supervisor.TellAsync(group, level, context.Resumed, context.Log, cancellationToken);
        }
        catch (OperationCanceledException) when (!context.Kernel.Stopping)
        {
            await supervisor.CancelAsync(group, context.StopReason ?? "the change of level was cancelled", CancellationToken.None);
            throw;
        }

        return end.Failure is { } reason
            ? throw new OperationException("OpExecError", $"group '{group}' is {end.State} at level '{level}': {reason}")
            : new OpcodeOutcome(RawJson.String(end.State));
    }

    private string NodeOf(JsonElement parameters) =>
        parameters.TryGetProperty("node", out var node) && node.ValueKind == JsonValueKind.String ? node.GetString()! : supervisor.Node;
}
