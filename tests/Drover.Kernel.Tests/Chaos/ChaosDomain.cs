using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.Domains;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;
using Drover.Kernel.Tests.Jobs;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Kernel.Tests.Chaos;

/// <summary>A domain whose every callback throws, hangs or lies as the dice fall.</summary>
internal sealed class ChaosDomain(Dice dice) : IDomain
{
    public void Describe(DomainBuilder d)
    {
        d.LockLevel("node", 30);
        d.Pool(Kernel.State.QueueIndex.UsualPool, _ => dice.Misbehaves() ? dice.OneOf(() => new PoolLimits(-1, 3), Thrown<PoolLimits>, () => null!)() : new PoolLimits(3, 6));
        d.Operation(new ChaosDecision(dice));
        d.Operation(new ChaosRun(dice, "OP_CHAOS_FAIL", Recovery.Fail, prepares: false));
        d.Operation(new ChaosRun(dice, "OP_CHAOS_REQUEUE", Recovery.Requeue, prepares: true));
        d.Operation(new ChaosRun(dice, "OP_CHAOS_RESUME", Recovery.Resume, prepares: true));
        d.Object(new FragileKind(dice));
    }

    /// <summary>One of many ways to fail.</summary>
    public T Thrown<T>() => throw (dice.Next(6) switch
    {
        0 => new OperationException("OpPrereqError", "foreseen", "wrong_state"),
        1 => new InvalidOperationException(""),
        2 => new InsufficientExecutionStackException("no room for another call"),
        3 => new OperationCanceledException("by itself"),
        4 => new DroverException("CHAOS", "a code of its own"),
        _ => new KeyNotFoundException(),
    });
}

/// <summary>Dice that all threads throw; quiet when the test wants peace.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();

    private volatile TaskCompletionSource _hung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public volatile bool Quiet;

    /// <summary>What a callback that hangs waits for.</summary>
    public Task Hung => _hung.Task;

    /// <summary>Ends all that hangs, also what comes to hang while the process ends.</summary>
    public void EndHung() => _hung.TrySetResult();

    /// <summary>From now on things may hang again, in the next process.</summary>
    public void HangAgain() => _hung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Next(int sides)
    {
        lock (_gate)
            return _random.Next(sides);
    }

    public bool Misbehaves() => !Quiet && Next(7) == 0;

    public T OneOf<T>(params T[] choices) => choices[Next(choices.Length)];
}

/// <summary>A kind of objects that cannot always be written.</summary>
internal sealed class FragileKind(Dice dice) : ObjectKind("fragile", 1)
{
    public override object Decode(ReadOnlySpan<byte> body, int version) => JsonSerializer.Deserialize<string>(body)!;

    public override byte[] Encode(object value) =>
        dice.Misbehaves() ? throw new NotSupportedException("not in this form") : JsonSerializer.SerializeToUtf8Bytes((string)value);
}

internal sealed class ChaosDecision(Dice dice) : StateOperation
{
    private readonly ChaosDomain _ways = new(dice);

    public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_CHAOS");

    public override bool ReplacesOlder => true;

    public override string? Slot(JsonElement parameters) => dice.Next(4) == 0 ? "same" : null;

    public override LockSet Locks(OpcodeScope scope) => ChaosLocks.Of(dice, _ways, scope);

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        if (dice.Misbehaves())
            _ways.Thrown<int>();
    }

    protected internal override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        decision.Emit(new ObjectStored("fragile", $"key{scope.JobId % 5}", $"by job {scope.JobId}"));
        if (!dice.Misbehaves())
            return OpcodeOutcome.None;
        return dice.Next(6) switch
        {
            0 => _ways.Thrown<OpcodeOutcome>(),
            1 => null!,
            2 => new OpcodeOutcome(new RawJson("{\"half\":"u8.ToArray())),
            3 => ChaosLocks.FollowUpThatReachesTooFarBack(decision.Model),
            4 => Emitting(decision, new JobCanceled(987_654, RawJson.Null)),
            _ => Emitting(decision, new ObjectStored("no such kind", "k", "v")),
        };
    }

    private static OpcodeOutcome Emitting(Decision decision, Event happening)
    {
        decision.Emit(happening);
        return OpcodeOutcome.None;
    }
}

internal sealed class ChaosRun(Dice dice, string id, Recovery recovery, bool prepares) : EffectOperation
{
    private readonly ChaosDomain _ways = new(dice);

    public override OpcodeSchema Schema { get; } = TestDomain.Schema(id);

    public override Recovery Recovery => recovery;

    public override bool Interruptible => dice.Next(2) == 0;

    public override bool Prepares => prepares;

    public override LockSet Locks(OpcodeScope scope) => ChaosLocks.Of(dice, _ways, scope);

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        if (dice.Misbehaves())
            _ways.Thrown<int>();
    }

    public override Task PrepareAsync(OperationContext context, CancellationToken cancellationToken) => MisbehaveAsync(cancellationToken);

    protected internal override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        context.Log($"job {context.JobId} runs");
        if (dice.Misbehaves())
            context.Log("message", new RawJson("]"u8.ToArray()));
        if (dice.Misbehaves())
            await context.SaveProgressAsync(new RawJson("nothing of JSON"u8.ToArray()), cancellationToken);
        if (dice.Next(3) == 0 && context.State.Locks.Owned(context.JobId)?.Demands is [var first, ..])
            await context.ReleaseLocksAsync([first.Lock], cancellationToken);
        if (dice.Misbehaves())
            await context.ReleaseLocksAsync([new LockName("node", "that it does not hold")], cancellationToken);
        await MisbehaveAsync(cancellationToken);
        if (!dice.Misbehaves())
            return OpcodeOutcome.None;
        return dice.Next(3) switch
        {
            0 => null!,
            1 => new OpcodeOutcome(new RawJson("}{"u8.ToArray())),
            _ => ChaosLocks.FollowUpThatReachesTooFarBack(context.Catalog),
        };
    }

    /// <summary>Throws, hangs for ever, or hangs until it is asked to stop.</summary>
    private async Task MisbehaveAsync(CancellationToken cancellationToken)
    {
        if (!dice.Misbehaves())
            return;
        if (dice.Next(3) == 0)
            _ways.Thrown<int>();
        await dice.Hung.WaitAsync(dice.Next(2) == 0 ? cancellationToken : CancellationToken.None);
    }
}

internal static class ChaosLocks
{
    public static LockSet Of(Dice dice, ChaosDomain ways, OpcodeScope scope)
    {
        if (!dice.Misbehaves())
            return TestDomain.LocksOf(scope);
        return dice.Next(4) switch
        {
            0 => ways.Thrown<LockSet>(),
            1 => null!,
            2 => LockSet.Empty.With("no such level", "a", LockMode.Exclusive),
            // Another set at every look.
            _ => LockSet.Empty.With("node", $"n{dice.Next(1_000)}", LockMode.Exclusive),
        };
    }

    public static OpcodeOutcome FollowUpThatReachesTooFarBack(IOpcodeCatalog catalog)
    {
        using var opcode = JsonDocument.Parse("""{"OP_ID":"OP_CHAOS","depends":[[-7,["success"]]]}""");
        return new OpcodeOutcome(RawJson.Null) { Jobs = [[new OpcodeReader(catalog).Read(opcode.RootElement, OpcodeReadOptions.Own)]] };
    }
}
