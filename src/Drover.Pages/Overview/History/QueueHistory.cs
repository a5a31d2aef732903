using System.Diagnostics.Metrics;
using Drover.Kernel;
using Drover.Kernel.State;

namespace Drover.Pages.Overview.History;

/// <summary>How the queue was in the last hour and the last day. Kept in memory alone: 650 samples of 40 bytes, one more every ten seconds.</summary>
public sealed class QueueHistory : IDisposable
{
    /// <summary>How often the queue is looked at.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    internal const int PerHour = 360;
    internal const int PerDay = 288;

    /// <summary>So many looks make one sample of the day.</summary>
    private const int Together = 30;

    private readonly Lock _gate = new();
    private readonly IKernel _kernel;
    private readonly EndedJobs _ended;
    private readonly SampleRing _hour = new(PerHour);
    private readonly SampleRing _day = new(PerDay);
    private readonly ITimer _timer;
    private QueueSample _gathered;
    private int _looks;

    /// <summary>Begins to look.</summary>
    /// <param name="kernel">What is looked at.</param>
    /// <param name="meters">Made the meters of the kernel.</param>
    public QueueHistory(IKernel kernel, IMeterFactory meters)
    {
        (_kernel, _ended) = (kernel, new EndedJobs(meters));
        _timer = kernel.Clock.CreateTimer(static history => ((QueueHistory)history!).Look(), this, Pace, Pace);
    }

    /// <summary>The last hour, the oldest first.</summary>
    public IReadOnlyList<QueueSample> Hour
    {
        get
        {
            lock (_gate)
                return _hour.ToArray();
        }
    }

    /// <summary>The last day, the oldest first.</summary>
    public IReadOnlyList<QueueSample> Day
    {
        get
        {
            lock (_gate)
                return _day.ToArray();
        }
    }

    /// <summary>Looks no more.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _ended.Dispose();
    }

    private void Look()
    {
        if (_kernel.Stopping)
        {
            Dispose();
            return;
        }
        var (count, (succeeded, failed)) = (QueueCount.Of(_kernel.State), _ended.Take());
        var sample = new QueueSample(_kernel.Clock.GetUtcNow(), count.Queued + count.Waiting, count.Running + count.Canceling, succeeded, failed);
        lock (_gate)
        {
            _hour.Add(sample);
            _gathered = _looks++ % Together == 0 ? sample : sample.After(_gathered);
            if (_looks % Together == 0)
                _day.Add(_gathered);
        }
    }
}
