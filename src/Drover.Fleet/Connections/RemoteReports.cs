using Drover.Nodes.Services;

namespace Drover.Fleet.Connections;

/// <summary>Reports of an agent as they came, until they are durable here. What is told again is known by its number.</summary>
internal sealed class RemoteReports
{
    private readonly Lock _gate = new();
    private readonly LinkedList<ServiceReport> _kept = [];
    private TaskCompletionSource _news = NewSignal();
    private long _last;
    private long _durable;
    private bool _ended;

    /// <summary>Number up to which all are durable here.</summary>
    public long Durable
    {
        get
        {
            lock (_gate)
                return _durable;
        }
    }

    /// <summary>Adds what has come.</summary>
    public void Add(IEnumerable<ServiceReport> reports)
    {
        TaskCompletionSource news;
        lock (_gate)
        {
            foreach (var report in reports)
                if (report.Number > _last)
                {
                    _kept.AddLast(report);
                    _last = report.Number;
                }
            (news, _news) = (_news, NewSignal());
        }
        news.TrySetResult();
    }

    /// <summary>Those with numbers above one, in order; waits until there is one. None after the end.</summary>
    public async Task<IReadOnlyList<ServiceReport>> ReadAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (_ended || (_kept.Last is { } last && last.Value.Number > after))
                    return [.. _kept.Where(report => report.Number > after)];
                news = _news.Task;
            }
            await news.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Those up to a number are durable.</summary>
    public void Acknowledge(long upTo)
    {
        lock (_gate)
        {
            _durable = Math.Max(_durable, upTo);
            while (_kept.First is { } first && first.Value.Number <= upTo)
                _kept.RemoveFirst();
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _kept.Clear();
        }
        _news.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
