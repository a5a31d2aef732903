using Drover.Kernel;
using Drover.Kernel.Jobs.Opcodes;
using Drover.Kernel.Operations;
using Drover.Services.Supervision;

namespace Drover.Services.Levels;

/// <summary>Reads the cltab again and applies the difference to groups at their levels.</summary>
internal sealed class RereadCltab(Supervisor supervisor) : EffectOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_SERVICES_REREAD", [], null);

    public override string Pool => "services";

    public override Recovery Recovery => Recovery.Requeue;

    public override bool PassesDrain => true;

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        await supervisor.Ready.WaitAsync(cancellationToken);
        var report = await supervisor.RereadAsync(apply: true, onlyPlan: context.DryRun, cancellationToken);
        foreach (var line in report.Lines)
            context.Log(line);
        return report.HasErrors
            ? throw new OperationException("OpExecError", "The cltab has errors: groups with errors keep their last good definition; the job's log names each place")
            : new OpcodeOutcome(RawJson.String(report.HasChanges ? "changed" : "unchanged"));
    }
}
