namespace Drover.NodeAgent.Connecting;

/// <summary>Up to which report a master has said, over one connection, that it has them.</summary>
internal sealed class AcknowledgedReports
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _more = NewSignal();
    private long _upTo;

    /// <summary>The master has those up to a number.</summary>
    public void Take(long number)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            _upTo = Math.Max(_upTo, number);
            (more, _more) = (_more, NewSignal());
        }
        more.TrySetResult();
    }

    /// <summary>Waits until it has those up to a number.</summary>
    public async Task AtLeastAsync(long number, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_upTo >= number)
                    return;
                more = _more.Task;
            }
            await more.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
