using Drover.NodeWire.Protocol;
using Drover.NodeAgent.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.NodeAgent.Reports;

/// <summary>Reports until a master has them: numbered, on the disk, told again after each connection. There is a bound; what is left out is told.</summary>
internal sealed class ReportSpool : IDisposable
{
    /// <summary>Bytes by which the file may grow, beyond twice of what is kept, before it is written anew without what has been acknowledged or left out.</summary>
    private const long SlackBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly LinkedList<Report> _kept = [];
    private readonly MessageFile<Report> _file;
    private readonly int _most;
    private readonly ILogger _log;
    private TaskCompletionSource _news = NewSignal();
    private long _last;
    private long _wholeBytes;
    private bool _isFailing;

    private ReportSpool(MessageFile<Report> file, int most, ILogger log)
    {
        (_file, _most, _log) = (file, most, log);
        foreach (var report in file.Read)
            Replay_NeedsLock(report);
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

    /// <summary>The numbers begin. The next process goes on with them, also when nothing has been reported until then.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _last++;
            Keep_NeedsLock(new Report { Number = _last });
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
            if (RemoveUpTo_NeedsLock(upTo) > 0)
                Keep_NeedsLock(new Report { Number = upTo });
        }
    }

    public void Dispose() => _file.Dispose();

    private void Append_NeedsLock(Report report)
    {
        report.Number = ++_last;
        _kept.AddLast(report);
        Keep_NeedsLock(report);
    }

    /// <summary>A mark without a kind is an acknowledgement, and one of no dropped reports says that the report of its number was left out.</summary>
    private void Replay_NeedsLock(Report report)
    {
        _last = Math.Max(_last, report.Number);
        if (report.KindCase == Report.KindOneofCase.None)
            RemoveUpTo_NeedsLock(report.Number);
        else if (report.Dropped is not { Count: 0 })
            _kept.AddLast(report);
        else if (FirstWhere(kept => kept.Number == report.Number) is { } left)
            _kept.Remove(left);
    }

    /// <summary>What a later report says as well goes first, then what is history; ends of orders, for which jobs wait, go never.</summary>
    private void MakeRoom_NeedsLock()
    {
        if (FirstRepeated() is { } repeated)
        {
            LeaveOut_NeedsLock(repeated);
            return;
        }
        if (FirstWhere(report => report.KindCase is Report.KindOneofCase.Processes or Report.KindOneofCase.Logged or Report.KindOneofCase.Output) is not { } victim)
            return;
        LeaveOut_NeedsLock(victim);
        var told = FirstWhere(report => report.KindCase == Report.KindOneofCase.Dropped);
        if (told is not null)
            LeaveOut_NeedsLock(told);
        // Under a number of its own: a master that has heard the earlier one must hear of this one.
        Append_NeedsLock(new Report { Dropped = new ReportsDropped { Count = (told?.Value.Dropped.Count ?? 0) + 1 } });
    }

    private void LeaveOut_NeedsLock(LinkedListNode<Report> victim)
    {
        _kept.Remove(victim);
        Keep_NeedsLock(new Report { Number = victim.Value.Number, Dropped = new ReportsDropped() });
    }

    /// <summary>The first report of where a group stands that is not the last of that group.</summary>
    private LinkedListNode<Report>? FirstRepeated()
    {
        var later = new HashSet<string>(StringComparer.Ordinal);
        LinkedListNode<Report>? first = null;
        for (var node = _kept.Last; node is not null; node = node.Previous)
            if (node.Value.Group is { } changed && !later.Add(changed.Group))
                first = node;
        return first;
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

    /// <summary>Writes a record, or all that is kept: when the file has grown, and when records before this one could not be written.</summary>
    private void Keep_NeedsLock(Report record)
    {
        try
        {
            if (_isFailing || _kept.Count == 0 || _file.Length > (2 * _wholeBytes) + SlackBytes)
            {
                // The mark before the first: the numbers go on from there, also when there is none.
                _file.Replace(_kept.Prepend(new Report { Number = _kept.First?.Value.Number - 1 ?? _last }));
                _wholeBytes = _file.Length;
            }
            else
            {
                _file.Add(record);
            }
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
