using System.Diagnostics;
using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Bench.Kernel;

/// <summary>The smallest domain that gives the kernel something to do: an opcode that does nothing, one that waits a moment, one that
/// asks for a lock, and one kind of object.</summary>
internal sealed class BenchDomain : IDomain
{
    /// <summary>Most jobs that leave the queue at once; with 0 they all stay queued.</summary>
    public int Tracked { get; init; } = 1_000;

    /// <summary>Most jobs that run at once.</summary>
    public int Running { get; init; } = 100;

    /// <summary>Told by each <c>OP_BENCH_DELAY</c> as it begins and just before it returns, with a stamp of the monotonic clock.</summary>
    public Action<long, long>? OnBegin { get; set; }

    public Action<long, long>? OnEnd { get; set; }

    public void Describe(DomainBuilder d)
    {
        d.LockLevel("node", 30);
        d.Pool("cluster", _ => new PoolLimits(Running, Tracked));
        d.Object(ChangeThing.Kind);
        d.Operation(new NoopOperation());
        d.Operation(new LockedOperation());
        d.Operation(new DelayOperation(this));
    }

    private sealed class NoopOperation : StateOperation
    {
        public override OpcodeSchema Schema { get; } = new("OP_BENCH_NOOP", [], null);

        protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => OpcodeOutcome.None;
    }

    private sealed class LockedOperation : StateOperation
    {
        public override OpcodeSchema Schema { get; } = new("OP_BENCH_LOCKED", [], null);

        public override LockSet Locks(OpcodeScope scope) => LockSet.Empty.With("node", ["node1"], LockMode.Exclusive);

        protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => OpcodeOutcome.None;
    }

    private sealed class DelayOperation(BenchDomain domain) : EffectOperation
    {
        public override OpcodeSchema Schema { get; } = new("OP_BENCH_DELAY",
            [new OpcodeParameter("duration", ParameterType.Float, "0.001"u8.ToArray(), Required: false)], null);

        public override LockSet Locks(OpcodeScope scope) =>
            scope["duration"].GetDouble() > 1 ? LockSet.Empty.With("node", ["node1"], LockMode.Exclusive) : LockSet.Empty;

        protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
        {
            domain.OnBegin?.Invoke(context.JobId, Stopwatch.GetTimestamp());
            await Task.Delay(TimeSpan.FromSeconds(context["duration"].GetDouble()), context.Clock, cancellationToken);
            domain.OnEnd?.Invoke(context.JobId, Stopwatch.GetTimestamp());
            return OpcodeOutcome.None;
        }
    }
}
