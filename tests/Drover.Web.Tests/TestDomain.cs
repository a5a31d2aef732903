using System.Collections.Concurrent;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Web.Tests;

/// <summary>Opcodes for tests: OP_NOTE ends at once; OP_HOLD runs until the test lets it go, deaf to cancel when asked.</summary>
internal sealed class TestDomain : IDomain
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _gates = new();
    private readonly ConcurrentDictionary<long, OperationContext> _holding = new();

    /// <summary>What the health check named <c>test</c> says.</summary>
    public string? Illness { get; set; }

    public void Describe(DomainBuilder d)
    {
        d.LockLevel("node", 30);
        d.Operation(new Note());
        d.Operation(new Hold(this));
        d.Health("test", _ => Illness);
        d.Signal("tick", "It ticked", Disclosure.Everyone("pid", "state"));
        d.Signal("tock", "It tocked");
    }

    public TaskCompletionSource Gate(long job) =>
        _gates.GetOrAdd(job, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Has a job that holds write into its log.</summary>
    public void Say(long job) => _holding[job].Log("still holding");

    /// <summary>Lets all that hold go.</summary>
    public void OpenAll()
    {
        foreach (var gate in _gates.Values)
            gate.TrySetResult();
    }

    private static OpcodeSchema Schema(string id) => new(id,
    [
        new("nodes", ParameterType.ListOf(ParameterType.String), "[]"u8.ToArray(), Required: false),
        new("text", ParameterType.String, "\"\""u8.ToArray(), Required: false),
        new("deaf", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
    ], null);

    private static LockSet LocksOf(OpcodeScope scope) =>
        LockSet.Empty.With("node", scope["nodes"].EnumerateArray().Select(n => n.GetString()!), LockMode.Exclusive);

    private sealed class Note : StateOperation
    {
        public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_NOTE");

        public override LockSet Locks(OpcodeScope scope) => LocksOf(scope);

        protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => new(RawJson.From(scope["text"]));
    }

    private sealed class Hold(TestDomain domain) : EffectOperation
    {
        public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_HOLD");

        public override bool Interruptible => true;

        public override LockSet Locks(OpcodeScope scope) => LocksOf(scope);

        protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
        {
            context.WaitsFor = "the test";
            domain._holding[context.JobId] = context;
            await context.LogDurablyAsync("message", RawJson.String("begun"), CancellationToken.None);
            var gate = domain.Gate(context.JobId).Task;
            await (context["deaf"].GetBoolean() ? gate : gate.WaitAsync(cancellationToken));
            await context.LogDurablyAsync("message", RawJson.String("let go"), CancellationToken.None);
            return OpcodeOutcome.None;
        }
    }
}
