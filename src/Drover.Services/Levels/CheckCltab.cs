using Drover.Kernel.Jobs.Opcodes;
using Drover.Kernel.Operations;
using Drover.Services.Supervision;

namespace Drover.Services.Levels;

/// <summary>Checks the text of a cltab (null: the daemon's own file) without loading it, and shows what a reread would do.</summary>
internal sealed class CheckCltab(Supervisor supervisor) : EffectOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_SERVICES_CHECK",
    [
        new("text", ParameterType.Optional(ParameterType.String), "null"u8.ToArray(), Required: false),
        new("path", ParameterType.Optional(ParameterType.String), "null"u8.ToArray(), Required: false),
    ], null);

    public override string Pool => "services";

    public override Recovery Recovery => Recovery.Requeue;

    public override bool PassesDrain => true;

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        await supervisor.Ready.WaitAsync(cancellationToken);
        var report = await supervisor.CheckAsync(context["text"].GetString(), context["path"].GetString(), cancellationToken);
        foreach (var line in report.Lines)
            context.Log(line);
        return report.HasErrors
            ? throw new OperationException("OpPrereqError", "The cltab has errors; the job's log names each place", "wrong_input")
            : OpcodeOutcome.None;
    }
}
