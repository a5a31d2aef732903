namespace Drover.Tests.Shared;

/// <summary>A clock that stands still until a test moves it. Timers fire on the thread that moves it, in the order of their times.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private long _elapsed;
    private TaskCompletionSource _armed = NewSignal();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return _elapsed;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what has become due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetTimestamp() + by.Ticks;
        while (NextDue(end) is { } due)
            due.Fire();
        lock (_gate)
            MoveTo_NeedsLock(end);
    }

    /// <summary>Turns the wall clock without letting time pass, as an administrator would.</summary>
    public void TurnWallClock(TimeSpan by)
    {
        lock (_gate)
            _now += by;
    }

    /// <summary>Waits, in real time, until a timer is set that is due within <paramref name="horizon"/>.</summary>
    public Task WaitForTimerAsync(TimeSpan horizon, CancellationToken cancellationToken) =>
        WaitForTimerAsync((due, _) => due <= horizon.Ticks, cancellationToken);

    /// <summary>Waits, in real time, until a timer that fires once is set and due in exactly <paramref name="delay"/>.</summary>
    public Task WaitForSingleTimerAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        WaitForTimerAsync((due, isPeriodic) => !isPeriodic && due == delay.Ticks, cancellationToken);

    private async Task WaitForTimerAsync(Func<long, bool, bool> isIt, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signal;
            lock (_gate)
            {
                if (_timers.Exists(t => t.Due is { } due && isIt(due - _elapsed, t.IsPeriodic)))
                    return;
                signal = _armed.Task;
            }
            await signal.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ManualTimer? NextDue(long end)
    {
        lock (_gate)
        {
            var next = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            if (next is not null)
            {
                MoveTo_NeedsLock(Math.Max(_elapsed, next.Due!.Value));
                next.Rearm_NeedsLock();
            }
            return next;
        }
    }

    private void MoveTo_NeedsLock(long elapsed)
    {
        _now += TimeSpan.FromTicks(elapsed - _elapsed);
        _elapsed = elapsed;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long? Due { get; private set; }

        public bool IsPeriodic => _period > TimeSpan.Zero;

        public void Fire() => callback(state);

        public void Rearm_NeedsLock() =>
            Due = _period > TimeSpan.Zero ? Due + _period.Ticks : null;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                _period = period;
                Due = dueTime >= TimeSpan.Zero ? clock._elapsed + dueTime.Ticks : null;
                if (Due is null)
                    return true;
                clock._timers.Add(this);
                clock._armed.TrySetResult();
                clock._armed = NewSignal();
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
