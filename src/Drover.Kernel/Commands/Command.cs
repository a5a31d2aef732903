using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Kernel.Commands;

/// <summary>A request to change something. The writer decides it against the state of its turn.</summary>
public abstract class Command
{
    private static readonly Permission[] s_daemonsOwn = [new(AccessAction.Administer, Protected.Daemon)];

    /// <summary>What whoever gives it has to be allowed, all of it. A command that does not say is the daemon's own.</summary>
    /// <param name="state">The published state: it knows whose a job is.</param>
    protected internal virtual IEnumerable<Permission> Permissions(KernelState state) => s_daemonsOwn;

    /// <summary>Whether it makes new work, which is refused while the disk is nearly full.</summary>
    public virtual bool CreatesWork => false;

    /// <summary>Whether the work that it makes is taken all the same while the disk is nearly full.</summary>
    internal virtual bool IsTakenInNeed(KernelModel model) => false;

    /// <summary>Whether it reports what has already happened in the world: when a commit fails it is decided again later.</summary>
    internal virtual bool MustHappen => false;

    /// <summary>Whether only a part of it has been decided, so that others get their turn. The rest is decided in the next turns; the answer is
    /// that of the last part.</summary>
    internal virtual bool HasMore => false;

    /// <summary>It is durable: called on the writer's thread before the answer is told. Must be quick and not throw.</summary>
    internal virtual void Conclude() { }

    /// <summary>What its caller hears when the rest of it could not be written.</summary>
    internal virtual StoreException Failed(StoreException failure) => failure;

    /// <summary>Reads what lies only in the store, before the decision. Called on the writer's thread.</summary>
    protected internal virtual void LookUp(Func<IStoreReader> store, KernelState state, Caller caller) { }
}

/// <summary>A command with its answer.</summary>
public abstract class Command<TAnswer> : Command
{
    /// <summary>Decides: emits events, or throws a <see cref="DroverException"/> and changes nothing.</summary>
    protected internal abstract TAnswer Decide(Decision decision);

    /// <summary>Decides again after the first try threw something, when it must happen: records that.</summary>
    internal virtual TAnswer DecideAfterFault(Decision decision, Exception cause) => throw cause;
}
