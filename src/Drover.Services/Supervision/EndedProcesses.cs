using Drover.Nodes.Services;

namespace Drover.Services.Supervision;

/// <summary>Ends of processes on their way to the master: told together, at most once a second, so many of an entry and so many of all. What is more
/// is counted in the next end of its entry: a storm of restarts must not become a storm of records.</summary>
internal sealed class EndedProcesses : IDisposable
{
    internal const int MostOfOne = 10;
    internal const int MostOfAll = 200;
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Action<IReadOnlyList<ProcessEnd>> _tell;
    private readonly ITimer _timer;
    private readonly Dictionary<ProcessKey, int> _missed = [];
    private List<ProcessEnd> _waiting = [];

    /// <param name="clock">The clock.</param>
    /// <param name="tell">Takes the ends of an interval; called on a timer's thread.</param>
    public EndedProcesses(TimeProvider clock, Action<IReadOnlyList<ProcessEnd>> tell)
    {
        _tell = tell;
        _timer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(ProcessEnd end)
    {
        lock (_gate)
        {
            if (_waiting.Count >= MostOfAll || _waiting.Count(other => other.Process == end.Process) >= MostOfOne)
            {
                _missed[end.Process] = _missed.GetValueOrDefault(end.Process) + 1;
                return;
            }
            _missed.Remove(end.Process, out var missed);
            _waiting.Add(end with { Missed = missed });
            if (_waiting.Count == 1)
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Tells what waits now.</summary>
    public void Flush()
    {
        List<ProcessEnd> ends;
        lock (_gate)
            (ends, _waiting) = (_waiting, []);
        if (ends.Count > 0)
            _tell(ends);
    }

    public void Dispose() => _timer.Dispose();
}
