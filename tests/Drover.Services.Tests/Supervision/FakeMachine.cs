using Drover.Agent;

namespace Drover.Services.Tests.Supervision;

/// <summary>A machine without processes: it remembers what was started on it, and outlives the agents that look after it.</summary>
internal sealed class FakeMachine(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<FakeRun> _runs = [];
    private readonly long _booted = clock.GetTimestamp();

    /// <summary>Time since its boot. It has been up for a day when the test begins.</summary>
    public TimeSpan Up => TimeSpan.FromDays(1) + clock.GetElapsedTime(_booted);

    /// <summary>All runs that are not forgotten, oldest first.</summary>
    public IReadOnlyList<FakeRun> Runs
    {
        get
        {
            lock (_gate)
                return [.. _runs];
        }
    }

    /// <summary>How many processes were ever started.</summary>
    public int Started { get; private set; }

    /// <summary>The run of an entry that lives.</summary>
    public FakeRun this[string tag] => Runs.Single(r => r.Spec.Key.Tag == tag && r.Lives);

    public FakeRun Start(ProcessSpec spec)
    {
        lock (_gate)
        {
            var run = new FakeRun(spec, $"i{++Started}", 100 + Started, Up);
            _runs.Add(run);
            return run;
        }
    }

    public void Forget(FakeRun run)
    {
        lock (_gate)
            _runs.Remove(run);
    }
}

/// <summary>A process of a fake machine.</summary>
internal sealed class FakeRun(ProcessSpec spec, string invocation, int pid, TimeSpan startedAt)
{
    public ProcessSpec Spec { get; set; } = spec;

    public string Invocation => invocation;

    public int Pid => pid;

    public TimeSpan StartedAt => startedAt;

    public TimeSpan? EndedAt { get; set; }

    /// <summary>How it ended; null while it lives.</summary>
    public ExitStatus? Exit { get; set; }

    public bool Lives => Exit is null;

    /// <summary>Whether something that it started lives, although it has ended.</summary>
    public bool LeavesSomething { get; set; }

    /// <summary>Whether only its record is there: the agent died before it was spawned.</summary>
    public bool IsHalfStarted { get; set; }

    public bool IsReady { get; set; }
}
