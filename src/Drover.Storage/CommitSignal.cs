namespace Drover.Storage;

/// <summary>Wakes those who follow the journal after each commit.</summary>
internal sealed class CommitSignal
{
    private TaskCompletionSource? _next;

    internal void Set() => Interlocked.Exchange(ref _next, null)?.TrySetResult();

    /// <summary>Waits until <paramref name="last"/> gives more than <paramref name="after"/>, and answers that.</summary>
    internal async Task<long> WaitAsync(Func<long> last, long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look, so that no commit between the two is missed.
            var next = Next();
            if (last() is var sequence && sequence > after)
                return sequence;
            await next.WaitAsync(cancellationToken);
        }
    }

    private Task Next()
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _next, made, null) ?? made).Task;
    }
}
