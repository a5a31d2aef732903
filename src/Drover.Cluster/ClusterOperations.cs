using Drover.Cluster.Vocabulary;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster;

/// <summary>An operation of Ganeti's vocabulary that only changes the state. Takes the big lock together with others unless it says otherwise.</summary>
internal abstract class ClusterStateOperation(string opId) : StateOperation
{
    public sealed override OpcodeSchema Schema { get; } = GanetiVocabulary.Instance[opId];

    public override LockSet Locks(OpcodeScope scope) => Locking.Shared;
}

/// <summary>An operation of Ganeti's vocabulary that runs as a task. Takes the big lock together with others unless it says otherwise.</summary>
internal abstract class ClusterEffectOperation(OpcodeSchema schema) : EffectOperation
{
    protected ClusterEffectOperation(string opId) : this(GanetiVocabulary.Instance[opId]) { }

    public sealed override OpcodeSchema Schema { get; } = schema;

    public override LockSet Locks(OpcodeScope scope) => Locking.Shared;

    protected sealed override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        Check(context);
        if (!context.DryRun)
            return await DoAsync(context, cancellationToken);
        context.Log(TrialNote);
        return OpcodeOutcome.None;
    }

    /// <summary>Checks under the locks whether it can be done; a dry run ends after it.</summary>
    /// <exception cref="OperationException">It cannot.</exception>
    protected virtual void Check(OperationContext context) { }

    protected abstract Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken);
}
