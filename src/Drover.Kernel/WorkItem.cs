using Drover.Kernel.Commands;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Kernel;

/// <summary>A command on its way through the writer.</summary>
internal abstract class WorkItem(Caller caller)
{
    public Caller Caller { get; } = caller;

    /// <summary>Whether it stays for another turn when a commit fails.</summary>
    public abstract bool MustHappen { get; }

    /// <summary>Whether only a part of it was decided, so that it stays for another turn.</summary>
    public abstract bool HasMore { get; }

    public abstract void LookUp(Func<IStoreReader> store, KernelState state);

    public abstract void Decide(Decision decision);

    /// <summary>Decides it again after the decision threw something; throws the same when there is no other way.</summary>
    public abstract void DecideAfterFault(Decision decision, Exception cause);

    /// <summary>The decision refused it; told once the batch is through.</summary>
    public abstract void Refuse(Exception refusal);

    /// <summary>The batch is durable: the answer or the refusal is told.</summary>
    public abstract void Complete();

    /// <summary>The batch could not be written.</summary>
    public abstract void Fail(Exception failure);
}

internal sealed class WorkItem<T>(Command<T> command, Caller caller) : WorkItem(caller)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _decided;
    private Exception? _refusal;

    public Task<T> Answer => _answer.Task;

    public override bool MustHappen => command.MustHappen;

    public override bool HasMore => _refusal is null && command.HasMore;

    public override void LookUp(Func<IStoreReader> store, KernelState state) => command.LookUp(store, state, Caller);

    public override void Decide(Decision decision)
    {
        _refusal = null;
        _decided = command.Decide(decision);
    }

    public override void DecideAfterFault(Decision decision, Exception cause) => _decided = command.DecideAfterFault(decision, cause);

    public override void Refuse(Exception refusal) => _refusal = refusal;

    public override void Complete()
    {
        command.Conclude();
        if (_refusal is null)
            _answer.TrySetResult(_decided!);
        else
            Fail(_refusal);
    }

    public override void Fail(Exception failure)
    {
        _answer.TrySetException(failure is Journal.StoreException known ? command.Failed(known) : failure);
        // Nobody may be waiting for the answer of a posted command.
        _ = _answer.Task.Exception;
    }
}
