using System.Threading.Channels;
using Drover.Agent;
using Drover.Nodes.Reports;

namespace Drover.Services.Tests.Supervision;

/// <summary>An agent on a fake machine. What it is asked to do can be read as lines, in order; what it reports can be lost, doubled or mixed up on the way.</summary>
internal sealed class FakeAgent(FakeMachine machine, TimeProvider clock) : IProcessAgent
{
    private readonly ReportQueue<ProcessReport> _reports = new(report => report.Number);
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
    private readonly Channel<long> _acknowledged = Channel.CreateUnbounded<long>();

    /// <summary>What it was asked to do: <c>start t1 t2</c>, <c>signal t1 2</c>, <c>kill t1</c>.</summary>
    public ChannelReader<string> Calls => _calls.Reader;

    /// <summary>Why an entry cannot be started; null: it can.</summary>
    public Func<ProcessSpec, string?> Refuse { get; set; } = _ => null;

    /// <summary>Called before the processes of a call are there.</summary>
    public Action OnStart { get; set; } = () => { };

    /// <summary>What becomes of reports on their way.</summary>
    public Func<IReadOnlyList<ProcessReport>, IReadOnlyList<ProcessReport>> Deliver { get; set; } = reports => reports;

    /// <summary>Signals that end a process; none else does, save a kill.</summary>
    public HashSet<int> Obeyed { get; } = [2, 15];

    /// <summary>Whether a kill ends nothing.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Numbers up to which reports were acknowledged, in order.</summary>
    public ChannelReader<long> Acknowledged => _acknowledged.Reader;

    public TimeSpan SinceBoot => machine.Up;

    public string? MissingProtection { get; set; }

    public Task<IReadOnlyList<AdoptedProcess>> AdoptAsync(CancellationToken cancellationToken)
    {
        var adopted = machine.Runs.Select(run =>
        {
            if (run.IsHalfStarted)
                machine.Forget(run);
            var outcome = run.IsHalfStarted ? AdoptionOutcome.NeverStarted : run.Lives ? AdoptionOutcome.Running : AdoptionOutcome.Exited;
            return new AdoptedProcess(outcome, View(run, adopted: true), run.Exit ?? ExitStatus.Unknown) { StartedAfterBoot = run.StartedAt, EndedAfterBoot = run.EndedAt };
        });
        return Task.FromResult<IReadOnlyList<AdoptedProcess>>([.. adopted]);
    }

    public IReadOnlyList<StartOutcome> StartAll(IReadOnlyList<ProcessSpec> specs)
    {
        OnStart();
        List<StartOutcome> outcomes = [.. specs.Select(spec => (Refuse(spec) ?? spec.Objection?.Invoke()) is { } refusal ? new StartOutcome(null, refusal) : new StartOutcome(View(machine.Start(spec))))];
        _calls.Writer.TryWrite("start " + string.Join(' ', specs.Select(s => s.Key.Tag)));
        return outcomes;
    }

    public ProcessView? Find(string invocation) => Run(invocation) is { } run ? View(run) : null;

    public ProcessFigures? Figures(string invocation) => Run(invocation) is { Lives: true } ? new ProcessFigures('S', TimeSpan.FromSeconds(2), 3 << 20, 1) : null;

    public IReadOnlyDictionary<string, TreeFigures> MeasureTrees() =>
        machine.Runs.ToDictionary(run => run.Invocation, _ => new TreeFigures(TimeSpan.FromSeconds(3), 5 << 20), StringComparer.Ordinal);

    public void Note(string invocation, RawJson note) => Run(invocation)!.Spec = Run(invocation)!.Spec with { Note = note };

    public bool MoveLog(string invocation, string path)
    {
        Run(invocation)!.Spec = Run(invocation)!.Spec with { LogPath = path };
        return true;
    }

    public Task<TreeRemains> FindTreeAsync(string invocation, CancellationToken cancellationToken) =>
        Task.FromResult(Run(invocation) is { } run && (run.Lives || run.LeavesSomething) ? new TreeRemains([new TreeMember(run.Pid, "fake", 'S')]) : TreeRemains.None);

    public bool SignalMain(string invocation, int signal)
    {
        _calls.Writer.TryWrite($"signal main {Run(invocation)!.Spec.Key.Tag} {signal}");
        return true;
    }

    public Task<TreeRemains> SignalTreeAsync(string invocation, int signal, CancellationToken cancellationToken)
    {
        var run = Run(invocation)!;
        if (Obeyed.Contains(signal))
            End(run, ExitStatus.Killed(signal));
        _calls.Writer.TryWrite($"signal {run.Spec.Key.Tag} {signal}");
        return Task.FromResult(TreeRemains.None);
    }

    public Task<TreeRemains> KillTreeAsync(string invocation, CancellationToken cancellationToken)
    {
        var run = Run(invocation)!;
        if (!IsStuck)
        {
            run.LeavesSomething = false;
            End(run, ExitStatus.Killed(9));
        }
        _calls.Writer.TryWrite($"kill {run.Spec.Key.Tag}");
        return Task.FromResult(TreeRemains.None);
    }

    public void Forget(string invocation)
    {
        if (Run(invocation) is { } run)
            machine.Forget(run);
    }

    public async Task<IReadOnlyList<ProcessReport>> ReadReportsAsync(long after, CancellationToken cancellationToken)
    {
        while (await _reports.ReadAsync(after, cancellationToken) is { Count: > 0 } reports)
        {
            if (Deliver(reports) is { Count: > 0 } delivered)
                return delivered;
            // All of them were lost: the next attempt comes with the next report.
            await _reports.ReadAsync(reports[^1].Number, cancellationToken);
        }
        return [];
    }

    public void Acknowledge(long number)
    {
        _reports.Acknowledge(number);
        _acknowledged.Writer.TryWrite(number);
    }

    /// <summary>The main process of an entry ends.</summary>
    public void End(string tag, ExitStatus status, bool leavesSomething = false)
    {
        machine[tag].LeavesSomething = leavesSomething;
        End(machine[tag], status);
    }

    /// <summary>An entry says that it is ready.</summary>
    public void SayReady(string tag)
    {
        machine[tag].IsReady = true;
        Report(ProcessReportKind.Ready, machine[tag]);
    }

    public void Dispose() => _reports.End();

    /// <summary>The main process of a run ends.</summary>
    public void End(FakeRun run, ExitStatus status)
    {
        if (!run.Lives)
            return;
        (run.Exit, run.EndedAt) = (status, machine.Up);
        Report(ProcessReportKind.Exited, run);
    }

    private void Report(ProcessReportKind kind, FakeRun run) =>
        _reports.Add(number => new ProcessReport(number, kind, run.Invocation, run.Spec.Key, clock.GetUtcNow(), run.Exit ?? default));

    private FakeRun? Run(string invocation) => machine.Runs.FirstOrDefault(r => r.Invocation == invocation);

    private static ProcessView View(FakeRun run, bool adopted = false) => new(
        run.Invocation, run.Spec.Key, run.Spec.Level, run.Spec.Mode, run.Spec.Command.Text, run.Spec.Note, run.Pid, DateTimeOffset.UnixEpoch, run.Exit, adopted, run.Spec.LogPath)
    {
        IsReady = !run.Spec.Notify || run.IsReady,
    };
}
