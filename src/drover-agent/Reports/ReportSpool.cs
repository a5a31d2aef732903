using Drover.NodeWire.Protocol;
using Drover.NodeAgent.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.NodeAgent.Reports;

/// <summary>Reports until a master has them: numbered, on the disk, told again after each connection. There is a bound; what is left out is told.</summary>
internal sealed class ReportSpool : IDisposable
{
    /// <summary>Bytes of the file before it is written anew without what has been acknowledged.</summary>
    private const long SlackBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly LinkedList<Report> _kept = [];
    private readonly MessageFile<Report> _file;
    private readonly int _most;
    private readonly ILogger _log;
    private TaskCompletionSource _news = NewSignal();
    private long _last;
    private bool _isFailing;

    private ReportSpool(MessageFile<Report> file, int most, ILogger log)
    {
        (_file, _most, _log) = (file, most, log);
        foreach (var report in file.Read)
        {
            _last = Math.Max(_last, report.Number);
            if (report.KindCase != Report.KindOneofCase.None)
                _kept.AddLast(report);
            else
                RemoveUpTo_NeedsLock(report.Number);
        }
    }

    /// <summary>Opens it.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="most">How many reports are kept.</param>
    /// <param name="log">Takes what goes wrong.</param>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static ReportSpool Open(string path, int most, ILogger log) => new(MessageFile<Report>.Open(path, Report.Parser), most, log);

    /// <summary>Number of the last report; 0 before the first.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
                return _last;
        }
    }

    /// <summary>Adds a report; it gets its number here.</summary>
    public void Add(Report report)
    {
        TaskCompletionSource news;
        lock (_gate)
        {
            if (_kept.Count >= _most)
                MakeRoom_NeedsLock();
            Append_NeedsLock(report);
            (news, _news) = (_news, NewSignal());
        }
        news.TrySetResult();
    }

    /// <summary>Reports with numbers above one, at most so many, in order; waits until there is one.</summary>
    public async Task<IReadOnlyList<Report>> ReadAsync(long after, int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (_kept.Last is { } last && last.Value.Number > after)
                    return [.. _kept.Where(report => report.Number > after).Take(most)];
                news = _news.Task;
            }
            await news.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A master has those up to a number.</summary>
    public void Acknowledge(long upTo)
    {
        lock (_gate)
        {
            if (RemoveUpTo_NeedsLock(upTo) == 0)
                return;
            // A mark without a report: the numbers go on from there after the file was emptied.
            Keep_NeedsLock(() =>
            {
                if (_kept.Count == 0 || _file.Length > SlackBytes)
                    _file.Replace(_kept.Prepend(new Report { Number = _kept.First?.Value.Number - 1 ?? _last }));
                else
                    _file.Add(new Report { Number = upTo });
            });
        }
    }

    public void Dispose() => _file.Dispose();

    private void Append_NeedsLock(Report report)
    {
        report.Number = ++_last;
        _kept.AddLast(report);
        Keep_NeedsLock(() => _file.Add(report));
    }

    /// <summary>What a later report says as well goes first, then what is history; ends of orders, for which jobs wait, go never.</summary>
    private void MakeRoom_NeedsLock()
    {
        var victim = FirstWhere(report => report.KindCase == Report.KindOneofCase.Group && _kept.Any(later => later.Number > report.Number && later.Group?.Group == report.Group.Group));
        if (victim is not null)
        {
            _kept.Remove(victim);
            return;
        }
        victim = FirstWhere(report => report.KindCase is Report.KindOneofCase.Processes or Report.KindOneofCase.Logged);
        if (victim is null)
            return;
        _kept.Remove(victim);
        if (FirstWhere(report => report.KindCase == Report.KindOneofCase.Dropped) is { } told)
        {
            // Under a number of its own: a master that has heard the earlier one must hear of this one.
            _kept.Remove(told);
            Append_NeedsLock(new Report { Dropped = new ReportsDropped { Count = told.Value.Dropped.Count + 1 } });
        }
        else
        {
            Append_NeedsLock(new Report { Dropped = new ReportsDropped { Count = 1 } });
        }
    }

    private LinkedListNode<Report>? FirstWhere(Func<Report, bool> isIt)
    {
        for (var node = _kept.First; node is not null; node = node.Next)
            if (isIt(node.Value))
                return node;
        return null;
    }

    private int RemoveUpTo_NeedsLock(long number)
    {
        var removed = 0;
        for (; _kept.First is { } first && first.Value.Number <= number; removed++)
            _kept.RemoveFirst();
        return removed;
    }

    private void Keep_NeedsLock(Action keep)
    {
        try
        {
            keep();
            _isFailing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_isFailing)
                NodeAgentLog.NotKept(_log, e.Message);
            _isFailing = true;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
