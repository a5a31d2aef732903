using System.Text.Json;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Kernel.Operations;

/// <summary>How one type of opcode is carried out.</summary>
public abstract class Operation
{
    /// <summary>What the log of a job says of a dry run.</summary>
    public const string TrialNote = " - INFO: dry-run mode requested, not actually executing the operation";

    /// <summary>Id, parameters and summary of the opcode.</summary>
    public abstract OpcodeSchema Schema { get; }

    /// <summary>Concurrency class that its jobs count in.</summary>
    public virtual string Pool => State.QueueIndex.UsualPool;

    /// <summary>What a start does with one that was running.</summary>
    public virtual Recovery Recovery => Recovery.Fail;

    /// <summary>Whether a running one can be asked to stop.</summary>
    public virtual bool Interruptible => false;

    /// <summary>Whether it is accepted while the queue is drained.</summary>
    public virtual bool PassesDrain => false;

    /// <summary>Whether an opcode is accepted while the disk is nearly full: what ends something must not be kept from it by what that has written.</summary>
    /// <param name="parameters">The opcode with its defaults filled in.</param>
    public virtual bool IsTakenInNeed(JsonElement parameters) => false;

    /// <summary>Whether it could give its caller more rights than they have, so that roles below that of an admin do not have it among "all opcodes".</summary>
    public virtual bool AdminsOnly => false;

    /// <summary>Whether <see cref="PrepareAsync"/> is to run before locks are asked for.</summary>
    public virtual bool Prepares => false;

    /// <summary>Whether a newer opcode of the same <see cref="Slot"/> takes the place of older ones: their jobs are canceled as soon as its turn comes.</summary>
    public virtual bool ReplacesOlder => false;

    /// <summary>What an opcode is about when <see cref="ReplacesOlder"/>, such as the group whose level it sets; null when it replaces nothing.</summary>
    public virtual string? Slot(JsonElement parameters) => null;

    /// <summary>The locks that it needs, computed from the state. Called again at the grant: when the set differs then, the request goes back to its place.</summary>
    /// <exception cref="OperationException">A parameter names what does not exist: the opcode ends as an error.</exception>
    public virtual LockSet Locks(OpcodeScope scope) => LockSet.Empty;

    /// <summary>Checks under the locks whether it can be done.</summary>
    /// <exception cref="OperationException">It cannot; nothing has been done.</exception>
    public virtual void CheckPrerequisites(OpcodeScope scope) { }

    /// <summary>What it would do, in words, and why it would not succeed. Nothing is changed; locks and prerequisites have been looked at already.</summary>
    public virtual Task<(IReadOnlyList<string> Lines, OperationException? Problem)> RehearseAsync(OpcodeScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<(IReadOnlyList<string>, OperationException?)>(([], null));

    /// <summary>A step before locking, without any lock.</summary>
    public virtual Task PrepareAsync(OperationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
