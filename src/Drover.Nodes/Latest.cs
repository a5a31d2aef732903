namespace Drover.Nodes;

/// <summary>Something that is told again and again, of which only what was told last counts.</summary>
/// <typeparam name="T">What is told.</typeparam>
public sealed class Latest<T> where T : class
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _told = NewSignal();
    private long _times;
    private T? _value;
    private bool _ended;

    /// <summary>What was told last; null before the first time.</summary>
    public T? Value
    {
        get
        {
            lock (_gate)
                return _value;
        }
    }

    /// <summary>Tells it, be it the same as before.</summary>
    public void Tell(T value)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            (_value, _times) = (value, _times + 1);
            (told, _told) = (_told, NewSignal());
        }
        told.TrySetResult();
    }

    /// <summary>Waits until it has been told oftener than so many times; how often it has been told by then.</summary>
    /// <exception cref="OperationCanceledException">Nothing more is told.</exception>
    public async Task<long> AfterAsync(long times, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task told;
            lock (_gate)
            {
                if (_times > times)
                    return _times;
                if (_ended)
                    throw new OperationCanceledException();
                told = _told.Task;
            }
            await told.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Nothing more is told.</summary>
    public void End()
    {
        TaskCompletionSource told;
        lock (_gate)
            (_ended, told) = (true, _told);
        told.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
