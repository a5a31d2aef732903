using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Opcodes;
using Drover.Services.Nodes;

namespace Drover.Services.Levels;

/// <summary>Checks the text of a cltab (null: the node's own file) without loading it, and shows what a reread would do.</summary>
internal sealed class CheckCltab(INodes nodes) : ServiceOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_SERVICES_CHECK",
    [
        new("text", ParameterType.Optional(ParameterType.String), "null"u8.ToArray(), Required: false),
        new("path", ParameterType.Optional(ParameterType.String), "null"u8.ToArray(), Required: false),
        NodeParameter,
    ], null);

    public override Recovery Recovery => Recovery.Requeue;

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var report = await Node(context).Services.CheckAsync(context["text"].GetString(), context["path"].GetString(), cancellationToken);
        foreach (var line in report.Lines)
            context.Log(line);
        if (report.Refusal is { } refusal)
            throw NodeWords.Refused(refusal, group: "");
        return report.HasErrors
            ? throw new OperationException("OpPrereqError", "The cltab has errors; the job's log names each place", "wrong_input")
            : OpcodeOutcome.None;
    }
}
