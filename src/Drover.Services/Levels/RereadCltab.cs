using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Opcodes;
using Drover.Services.Nodes;

namespace Drover.Services.Levels;

/// <summary>Reads the cltab again and applies the difference to groups at their levels.</summary>
internal sealed class RereadCltab(INodes nodes) : ServiceOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_SERVICES_REREAD", [NodeParameter], null);

    public override Recovery Recovery => Recovery.Requeue;

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var services = Node(context).Services;
        var report = context.DryRun
            ? await services.CheckAsync(null, null, cancellationToken)
            : await services.TakeCltabAsync(Order(context, 0), cancellationToken);
        if (report.Refusal is { } refusal)
            throw NodeWords.Refused(refusal, group: "");
        foreach (var line in report.Lines)
            context.Log(line);
        return report.HasErrors
            ? throw new OperationException("OpExecError", "The cltab has errors: groups with errors keep their last good definition; the job's log names each place")
            : new OpcodeOutcome(RawJson.String(report.HasChanges ? "changed" : "unchanged"));
    }
}
