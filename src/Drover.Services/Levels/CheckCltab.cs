using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Services;
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
        var report = await CheckAsync(Node(context), context["text"], context["path"], cancellationToken);
        foreach (var line in report.Lines)
            context.Log(line);
        return Problem(report, "the job's log names each place") is { } problem ? throw problem : OpcodeOutcome.None;
    }

    public override async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> RehearseAsync(OpcodeScope scope, CancellationToken cancellationToken)
    {
        var report = await CheckAsync(Node(scope), scope["text"], scope["path"], cancellationToken);
        return (report.Lines, Problem(report, "each place is named"));
    }

    private static Task<CltabReport> CheckAsync(INode node, JsonElement text, JsonElement path, CancellationToken cancellationToken) =>
        node.Services.CheckAsync(text.GetString(), path.GetString(), cancellationToken);

    private static OperationException? Problem(CltabReport report, string where) => report switch
    {
        { Refusal: { } refusal } => NodeWords.Refused(refusal, group: ""),
        { HasErrors: true } => new OperationException("OpPrereqError", $"The cltab has errors; {where}", "wrong_input"),
        _ => null,
    };
}
