using System.Collections.Concurrent;
using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.Domains;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>A small domain of its own: opcodes that do nothing, hold locks, fail, prepare or resume, as a test says.</summary>
internal sealed class TestDomain : IDomain
{
    public int Running { get; set; } = 100;

    public int Tracked { get; set; } = 1_000;

    /// <summary>What OP_TALK writes to its log.</summary>
    public int LogEntries { get; init; }

    public TestGate Gate { get; } = new();

    public List<IController> Controllers { get; } = [];

    public void Describe(DomainBuilder d)
    {
        d.LockLevel("node", 30);
        d.Pool(Kernel.State.QueueIndex.UsualPool, _ => new PoolLimits(Running, Tracked));
        d.Operation(new NoteOperation());
        d.Operation(new FailOperation());
        d.Operation(new SpawnOperation());
        d.Operation(new HoldOperation(Gate, "OP_HOLD", Recovery.Fail));
        d.Operation(new HoldOperation(Gate, "OP_HOLD_REQUEUE", Recovery.Requeue));
        d.Operation(new HoldOperation(Gate, "OP_HOLD_RESUME", Recovery.Resume));
        d.Operation(new HoldOperation(Gate, "OP_DEAF", Recovery.Fail, interruptible: false));
        d.Operation(new PrepareOperation(Gate, "OP_PREPARE", deaf: false));
        d.Operation(new PrepareOperation(Gate, "OP_PREPARE_DEAF", deaf: true));
        d.Operation(new BadFollowUpOperation());
        d.Operation(new RestlessOperation());
        d.Operation(new ReleasingOperation(Gate));
        d.Operation(new TalkingOperation(this));
        d.Operation(new SettingOperation(Gate));
        d.Operation(new ThrowingOperation());
        d.Object(NoteOperation.Kind);
        d.Signal("tick", "It ticked");
        Controllers.ForEach(d.Controller);
    }

    public static OpcodeSchema Schema(string id) => new(id,
    [
        new("nodes", ParameterType.ListOf(ParameterType.String), "[]"u8.ToArray(), Required: false),
        new("shared", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        new("all", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        new("text", ParameterType.String, "\"\""u8.ToArray(), Required: false),
    ], null);

    public static LockSet LocksOf(OpcodeScope scope)
    {
        var mode = scope["shared"].GetBoolean() ? LockMode.Shared : LockMode.Exclusive;
        var set = LockSet.Empty.With("node", scope["nodes"].EnumerateArray().Select(n => n.GetString()!), mode);
        return scope["all"].GetBoolean() ? set.WithAll("node", mode) : set;
    }
}

/// <summary>Lets a test decide when operations that hold go on.</summary>
internal sealed class TestGate
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<string?>> _jobs = new();
    private readonly ConcurrentDictionary<long, bool> _entered = new();
    private TaskCompletionSource _entry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _open;

    public ConcurrentQueue<(long Job, bool Resumed)> Calls { get; } = new();

    /// <summary>An operation begins. What begins while all is let through belongs to a process that is dying.</summary>
    public void Call(long job, bool resumed)
    {
        if (!_open)
            Calls.Enqueue((job, resumed));
    }

    public Task<string?> Enter(long job)
    {
        // Looked at after the place is taken: who opens for good either finds the place or is seen here.
        var place = Of(job);
        Interlocked.MemoryBarrier();
        if (_open)
            place.TrySetResult(null);
        _entered[job] = true;
        Interlocked.Exchange(ref _entry, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return place.Task;
    }

    /// <summary>Whether the operation of a job has come to the gate: what it does before is done.</summary>
    public bool HasEntered(long job) => _entered.ContainsKey(job);

    /// <summary>A task that ends when another operation comes to the gate. Take it before looking.</summary>
    public Task NextEntry => Volatile.Read(ref _entry).Task;

    /// <summary>Lets the operation of a job end; with a text, as that error.</summary>
    public void Open(long job, string? error = null) => Of(job).TrySetResult(error);

    /// <summary>Holds nothing back any more, as when the process ends.</summary>
    public void OpenForGood()
    {
        _open = true;
        foreach (var job in _jobs.Values)
            job.TrySetResult(null);
    }

    /// <summary>Holds back again.</summary>
    public void CloseAgain()
    {
        _jobs.Clear();
        _entered.Clear();
        _open = false;
    }

    private TaskCompletionSource<string?> Of(long job) =>
        _jobs.GetOrAdd(job, _ => new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously));
}

internal sealed class NoteOperation : StateOperation
{
    public static ObjectKind<string[]> Kind { get; } = new("note", 1, NoteJson.Default.StringArray);

    public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_NOTE");

    public override LockSet Locks(OpcodeScope scope) => TestDomain.LocksOf(scope);

    protected internal override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var text = scope["text"].GetString()!;
        if (text.Length > 0)
            decision.Store(Kind, text, [text, scope.JobId.ToString()]);
        if (text == "boom")
            throw new InvalidOperationException("the note exploded");
        return new OpcodeOutcome(RawJson.String(text));
    }
}

internal sealed class FailOperation : StateOperation
{
    public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_FAIL");

    protected internal override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) =>
        throw new OperationException("OpPrereqError", "it was meant to fail", "wrong_state");
}

internal sealed class SpawnOperation : StateOperation
{
    public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_SPAWN");

    protected internal override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var reader = new OpcodeReader(decision.Model);
        using var first = JsonDocument.Parse("""{"OP_ID":"OP_NOTE","text":"first"}""");
        using var second = JsonDocument.Parse("""{"OP_ID":"OP_NOTE","text":"second","depends":[[-1,["success"]]]}""");
        return new OpcodeOutcome(RawJson.Null)
        {
            Jobs = [[reader.Read(first.RootElement, OpcodeReadOptions.Own)], [reader.Read(second.RootElement, OpcodeReadOptions.Own)]],
        };
    }
}

internal sealed class HoldOperation(TestGate gate, string id, Recovery recovery, bool interruptible = true) : EffectOperation
{
    public override OpcodeSchema Schema { get; } = TestDomain.Schema(id);

    public override Recovery Recovery => recovery;

    public override bool Interruptible => interruptible;

    public override LockSet Locks(OpcodeScope scope) => TestDomain.LocksOf(scope);

    protected internal override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        gate.Call(context.JobId, context.Resumed);
        context.WaitsFor = "the test";
        context.Log($"holding for job {context.JobId}");
        if (recovery == Recovery.Resume)
            await context.SaveProgressAsync(RawJson.String("half way"), cancellationToken);
        var error = await (interruptible ? gate.Enter(context.JobId).WaitAsync(cancellationToken) : gate.Enter(context.JobId));
        return error is null ? new OpcodeOutcome(RawJson.String("held")) : throw new OperationException("OpExecError", error);
    }
}

internal sealed class PrepareOperation(TestGate gate, string id, bool deaf) : StateOperation
{
    public override OpcodeSchema Schema { get; } = TestDomain.Schema(id);

    public override bool Prepares => true;

    public override LockSet Locks(OpcodeScope scope) => TestDomain.LocksOf(scope);

    public override async Task PrepareAsync(OperationContext context, CancellationToken cancellationToken)
    {
        if (await gate.Enter(context.JobId).WaitAsync(deaf ? CancellationToken.None : cancellationToken) is { } error)
            throw new OperationException("OpPrereqError", error);
    }

    protected internal override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => OpcodeOutcome.None;
}

/// <summary>Its follow-up job counts back to one that is none of its follow-ups.</summary>
internal sealed class BadFollowUpOperation : EffectOperation
{
    public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_BAD_FOLLOW_UP");

    public override LockSet Locks(OpcodeScope scope) => TestDomain.LocksOf(scope);

    protected internal override Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        using var opcode = JsonDocument.Parse("""{"OP_ID":"OP_NOTE","depends":[[-2,["success"]]]}""");
        return Task.FromResult(new OpcodeOutcome(RawJson.Null)
        {
            Jobs = [[new OpcodeReader(context.Catalog).Read(opcode.RootElement, OpcodeReadOptions.Own)]],
        });
    }
}

/// <summary>Wants other locks each time it is asked.</summary>
internal sealed class RestlessOperation : StateOperation
{
    private int _asked;

    public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_RESTLESS");

    public override LockSet Locks(OpcodeScope scope) => LockSet.Empty.With("node", $"n{_asked++}", LockMode.Exclusive);

    protected internal override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => OpcodeOutcome.None;
}

/// <summary>Gives up the lock of node a early and then holds on.</summary>
internal sealed class ReleasingOperation(TestGate gate) : EffectOperation
{
    public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_RELEASES");

    public override Recovery Recovery => Recovery.Resume;

    public override LockSet Locks(OpcodeScope scope) => TestDomain.LocksOf(scope);

    protected internal override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        if (!context.Resumed)
        {
            await context.ReleaseLocksAsync([new LockName("node", "a")], cancellationToken);
            await context.SaveProgressAsync(RawJson.String("released"), cancellationToken);
        }
        await gate.Enter(context.JobId).WaitAsync(cancellationToken);
        return OpcodeOutcome.None;
    }
}

/// <summary>Writes much to its log.</summary>
internal sealed class TalkingOperation(TestDomain domain) : EffectOperation
{
    public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_TALK");

    protected internal override Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < domain.LogEntries; i++)
            context.Log($"entry {i}");
        return Task.FromResult(OpcodeOutcome.None);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class NoteJson : System.Text.Json.Serialization.JsonSerializerContext;
