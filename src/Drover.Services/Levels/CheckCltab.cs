using System.Text.Json;
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
        OpcodeParameter.Optional("text", ParameterType.String),
        OpcodeParameter.Optional("path", ParameterType.String),
        NodeParameter,
    ], null);

    public override Recovery Recovery => Recovery.Requeue;

    protected override Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken) => RunTrialAsync(context, cancellationToken);

    protected override async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> TryAsync(INode node, Func<string, JsonElement> parameter, CancellationToken cancellationToken)
    {
        var report = await node.Services.CheckAsync(parameter("text").GetString(), parameter("path").GetString(), cancellationToken);
        return (report.Lines, report switch
        {
            { Refusal: { } refusal } => NodeWords.Refused(refusal, group: ""),
            { HasErrors: true } => new OperationException("OpPrereqError", "The cltab has errors; each place is named", "wrong_input"),
            { ToConfirm: { } question } => NodeWords.ToConfirm(question),
            _ => null,
        });
    }
}
