using Drover.Kernel.Journal;

namespace Drover.Kernel.Commands;

/// <summary>A request to change something. The writer decides it against the state of its turn.</summary>
public abstract class Command
{
    /// <summary>Least role that may give it. Nothing is allowed that does not say so.</summary>
    public virtual Role RequiredRole => Role.Operator;

    /// <summary>Whether it makes new work, which is refused while the disk is nearly full.</summary>
    public virtual bool CreatesWork => false;

    /// <summary>Whether it reports what has already happened in the world: when a commit fails it is decided again later.</summary>
    internal virtual bool MustHappen => false;

    /// <summary>Reads what lies only in the store, before the decision. Called on the writer's thread.</summary>
    protected internal virtual void LookUp(Func<IStoreReader> store, State.KernelState state, Caller caller) { }
}

/// <summary>A command with its answer.</summary>
public abstract class Command<TAnswer> : Command
{
    /// <summary>Decides: emits events, or throws a <see cref="DroverException"/> and changes nothing.</summary>
    protected internal abstract TAnswer Decide(Decision decision);
}
