using System.Text.Json;
using Drover.Kernel.Jobs.Opcodes;
using Drover.Kernel.Operations;
using Drover.Services.Supervision;

namespace Drover.Services.Levels;

/// <summary>Forgets the quick deaths of an entry, or of all entries of a group, and starts what pauses.</summary>
internal sealed class ClearBackoff(Supervisor supervisor) : EffectOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_SERVICE_CLEAR_BACKOFF",
    [
        new("group", ParameterType.String, default, Required: true),
        new("tag", ParameterType.Optional(ParameterType.String), "null"u8.ToArray(), Required: false),
    ], "group");

    public override string Pool => "services";

    public override Recovery Recovery => Recovery.Requeue;

    public override bool PassesDrain => true;

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        await supervisor.Ready.WaitAsync(cancellationToken);
        var tag = context["tag"].ValueKind == JsonValueKind.String ? context["tag"].GetString() : null;
        await supervisor.ClearBackoffAsync(context["group"].GetString()!, tag, cancellationToken);
        return OpcodeOutcome.None;
    }
}
