using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;
using Drover.Services.Nodes;

namespace Drover.Services.Levels;

/// <summary>Reads the cltab again and applies the difference to groups at their levels; or takes that back.</summary>
internal sealed class RereadCltab(INodes nodes) : ServiceOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_SERVICES_REREAD",
    [
        new("yes", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        new("undo", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        NodeParameter,
    ], null);

    public override Recovery Recovery => Recovery.Requeue;

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var services = Node(context).Services;
        var report = await services.TakeCltabAsync(NodeOrders.Order(context, 0), How(context["yes"], context["undo"], isTrial: false), cancellationToken);
        foreach (var line in report.Lines)
            context.Log(line);
        if (report.Refusal is { } refusal)
            throw NodeWords.Refused(refusal, group: "");
        return report.HasErrors
            ? throw new OperationException("OpExecError", "The cltab has errors: groups with errors keep their last good definition; the job's log names each place")
            : new OpcodeOutcome(RawJson.String(report.HasChanges ? "changed" : "unchanged"));
    }

    protected override async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> TryAsync(INode node, Func<string, JsonElement> parameter, CancellationToken cancellationToken)
    {
        var how = How(parameter("yes"), parameter("undo"), isTrial: true);
        var report = await node.Services.CheckAsync(null, null, cancellationToken);
        return (report.Lines, report switch
        {
            { Refusal: { } refusal } => NodeWords.Refused(refusal, group: ""),
            { ToConfirm: { } question } when how != CltabTaking.Confirmed => NodeWords.ToConfirm(question),
            { HasErrors: true } => new OperationException("OpExecError", "The cltab has errors: groups with errors would keep their last good definition; each place is named"),
            _ => null,
        });
    }

    private static CltabTaking How(JsonElement yes, JsonElement undo, bool isTrial) => (IsSet(yes), IsSet(undo), isTrial) switch
    {
        (true, true, _) or (_, true, true) => throw new OperationException("OpPrereqError", "An undo takes no file: leave out 'yes' and 'dry_run'", "wrong_input"),
        (_, true, _) => CltabTaking.Undo,
        (true, _, _) => CltabTaking.Confirmed,
        _ => CltabTaking.Asking,
    };

    private static bool IsSet(JsonElement flag) => flag.ValueKind == JsonValueKind.True;
}
