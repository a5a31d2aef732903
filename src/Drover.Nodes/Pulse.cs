namespace Drover.Nodes;

/// <summary>Wakes those who wait for something to change. A wake-up is a hint: look again.</summary>
public sealed class Pulse
{
    private TaskCompletionSource _next = NewSignal();

    /// <summary>Ends at the next beat. Take it before looking, so that no change is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something has changed.</summary>
    public void Beat() => Interlocked.Exchange(ref _next, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
