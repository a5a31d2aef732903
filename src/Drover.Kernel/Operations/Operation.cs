using Drover.Kernel.Commands;
using Drover.Kernel.Jobs.Opcodes;
using Drover.Kernel.Locks;

namespace Drover.Kernel.Operations;

/// <summary>How one type of opcode is carried out.</summary>
public abstract class Operation
{
    /// <summary>Id, parameters and summary of the opcode.</summary>
    public abstract OpcodeSchema Schema { get; }

    /// <summary>Concurrency class that its jobs count in.</summary>
    public virtual string Pool => "cluster";

    /// <summary>What a start does with one that was running.</summary>
    public virtual Recovery Recovery => Recovery.Fail;

    /// <summary>Whether a running one can be asked to stop.</summary>
    public virtual bool Interruptible => false;

    /// <summary>Whether it is accepted while the queue is drained.</summary>
    public virtual bool PassesDrain => false;

    /// <summary>Whether <see cref="PrepareAsync"/> is to run before locks are asked for.</summary>
    public virtual bool Prepares => false;

    /// <summary>The locks that it needs, computed from the state. Called again at the grant: when the set differs then, the request goes back to its place.</summary>
    /// <exception cref="OperationException">A parameter names what does not exist: the opcode ends as an error.</exception>
    public virtual LockSet Locks(OpcodeScope scope) => LockSet.Empty;

    /// <summary>Checks under the locks whether it can be done.</summary>
    /// <exception cref="OperationException">It cannot; nothing has been done.</exception>
    public virtual void CheckPrerequisites(OpcodeScope scope) { }

    /// <summary>A step before locking, without any lock.</summary>
    public virtual Task PrepareAsync(OperationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>An operation that changes nothing but the kernel's state: it is decided in the writer's turn, in the same transaction
/// as its grant and its outcome.</summary>
public abstract class StateOperation : Operation
{
    /// <summary>Decides. Whatever is emitted is dropped when it throws.</summary>
    protected internal abstract OpcodeOutcome Decide(OpcodeScope scope, Decision decision);
}

/// <summary>An operation that acts on the world: it runs as a task after its start is durable.</summary>
public abstract class EffectOperation : Operation
{
    /// <summary>Does it. Cancellation is only asked for when <see cref="Operation.Interruptible"/>, by a kill, or at shutdown.</summary>
    protected internal abstract Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken);
}
