using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.Jobs.Opcodes;
using Drover.Kernel.Locks;
using Drover.Kernel.Operations;
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

    public override bool Prepares => true;

    public override LockSet Locks(OpcodeScope scope) => LockSet.Empty.With(
        ServicesDomain.LockLevel, ServiceGroupRecord.KeyOf(supervisor.Node, scope["group"].GetString()!), LockMode.Exclusive);

    /// <summary>A newer change of level replaces the older ones of its group at once, also one that runs.</summary>
    public override async Task PrepareAsync(OperationContext context, CancellationToken cancellationToken)
    {
        if (context["node"].ValueKind == System.Text.Json.JsonValueKind.String && context["node"].GetString() != supervisor.Node)
            throw new OperationException("OpPrereqError", $"Services run on this node only, '{supervisor.Node}'; leave the node out", "wrong_input");
        var group = context["group"].GetString()!;
        if (context.DryRun)
            return;
        var summary = $"SERVICE_GROUP_SET_LEVEL({group})";
        foreach (var older in context.State.Jobs.Values.OfType<Job>()
            .Where(job => job.Id < context.JobId && job.Ops.Any(op => op.OpId == Id && op.Summary == summary && !op.Status.IsFinal())))
            await context.ExecuteAsync(new CancelJob(older.Id, kill: false, $"superseded by job {context.JobId}"), cancellationToken);
    }

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
}
