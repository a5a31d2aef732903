using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>Holds on to its locks; a newer one about the same takes its place.</summary>
internal sealed class SettingOperation(TestGate gate) : EffectOperation
{
    public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_SET");

    public override bool Interruptible => true;

    public override bool ReplacesOlder => true;

    public override string? Slot(JsonElement parameters) => parameters.GetProperty("text").GetString();

    public override LockSet Locks(OpcodeScope scope) => TestDomain.LocksOf(scope);

    protected internal override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        await gate.Enter(context.JobId).WaitAsync(cancellationToken);
        return OpcodeOutcome.None;
    }
}

/// <summary>Throws what no operation foresees, where its parameter says: in its locks, its prerequisites or its run.</summary>
internal sealed class ThrowingOperation : EffectOperation
{
    public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_THROW");

    public override LockSet Locks(OpcodeScope scope)
    {
        ThrowIn("locks", scope["text"]);
        return TestDomain.LocksOf(scope);
    }

    public override void CheckPrerequisites(OpcodeScope scope) => ThrowIn("prerequisites", scope["text"]);

    protected internal override Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        ThrowIn("run", context["text"]);
        return Task.FromResult(OpcodeOutcome.None);
    }

    private static void ThrowIn(string step, JsonElement wanted)
    {
        if (wanted.GetString() == step)
            throw new InvalidOperationException($"thrown in its {step}");
    }
}
