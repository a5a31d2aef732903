namespace Drover.Nodes.Reports;

/// <summary>Numbered reports, kept until they are acknowledged. To add one never waits: whoever observes the world must not be held up by whoever reads of it.
/// What is kept is bounded by what can be told at the same time, or by leaving out what a later report says as well.</summary>
/// <param name="number">The number of a report.</param>
/// <param name="most">How many are kept before superseded ones are left out.</param>
public sealed class ReportQueue<T>(Func<T, long> number, int most = int.MaxValue) where T : class
{
    private readonly Lock _gate = new();
    private readonly LinkedList<T> _kept = [];
    private TaskCompletionSource _news = NewSignal();
    private long _last;
    private long _acknowledged;
    private bool _ended;

    /// <summary>Up to which number they need not be kept; 0 before the first.</summary>
    public long Acknowledged
    {
        get
        {
            lock (_gate)
                return _acknowledged;
        }
    }

    /// <summary>Adds a report.</summary>
    /// <param name="make">Makes it with its number.</param>
    /// <param name="isSuperseded">Which older ones need not be told any more, should there be too many; null: none.</param>
    public void Add(Func<long, T> make, Func<T, bool>? isSuperseded = null)
    {
        TaskCompletionSource news;
        lock (_gate)
        {
            if (_ended)
                return;
            if (_kept.Count >= most && isSuperseded is not null)
                LeaveOut_NeedsLock(isSuperseded);
            _kept.AddLast(make(++_last));
            (news, _news) = (_news, NewSignal());
        }
        news.TrySetResult();
    }

    /// <summary>Takes reports that have got their numbers elsewhere; those that were taken before are left out.</summary>
    public void Take(IEnumerable<T> reports)
    {
        TaskCompletionSource news;
        lock (_gate)
        {
            if (_ended)
                return;
            foreach (var report in reports.Where(report => number(report) > _last))
            {
                _kept.AddLast(report);
                _last = number(report);
            }
            (news, _news) = (_news, NewSignal());
        }
        news.TrySetResult();
    }

    /// <summary>Those with numbers above <paramref name="after"/>, in order; waits until there is one. None after the end.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (_ended || (_kept.Last is { } last && number(last.Value) > after))
                    return [.. _kept.Where(report => number(report) > after)];
                news = _news.Task;
            }
            await news.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Those up to a number need not be kept.</summary>
    public void Acknowledge(long upTo)
    {
        lock (_gate)
        {
            _acknowledged = Math.Max(_acknowledged, upTo);
            while (_kept.First is { } first && number(first.Value) <= upTo)
                _kept.RemoveFirst();
        }
    }

    /// <summary>Nothing more comes; who waits is told.</summary>
    /// <param name="dropsKept">Whether what was not acknowledged is not told any more either.</param>
    public void End(bool dropsKept = false)
    {
        lock (_gate)
        {
            _ended = true;
            if (dropsKept)
                _kept.Clear();
        }
        _news.TrySetResult();
    }

    private void LeaveOut_NeedsLock(Func<T, bool> isSuperseded)
    {
        for (var node = _kept.First; node is not null; node = node.Next)
            if (isSuperseded(node.Value))
            {
                _kept.Remove(node);
                return;
            }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
