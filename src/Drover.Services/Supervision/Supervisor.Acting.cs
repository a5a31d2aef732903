using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Drover.Agent;
using Drover.Kernel;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Levels;
using Drover.Services.Processes;
using Drover.Services.Settings;

namespace Drover.Services.Supervision;

public sealed partial class Supervisor
{
    private static readonly TimeSpan s_firstLook = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_lastLook = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Task, byte> _tasks = new();

    private void Perform(SupervisedGroup group, ImmutableArray<GroupAction> actions)
    {
        var starts = actions.OfType<GroupAction.Start>().ToList();
        foreach (var action in actions)
        {
            if (action is not GroupAction.Start start)
                Perform(group, action);
            else if (ReferenceEquals(start, starts[0]))
                Start(group, starts);
        }
    }

    private void Perform(SupervisedGroup group, GroupAction action)
    {
        switch (action)
        {
            case GroupAction.KeepAccount keep when group.Runs.TryGetValue(keep.Tag, out var run) && run.Number == keep.Run:
                _agent!.Note(run.Invocation, Note(keep.Run, keep.Entry, keep.Account));
                break;
            case GroupAction.Signal signal:
                Reach(group, signal.Tag, signal.Run, run => _agent!.SignalTreeAsync(run.Invocation, (int)signal.Number, _stop.Token));
                break;
            case GroupAction.KillTree kill:
                Reach(group, kill.Tag, kill.Run, run => _agent!.KillTreeAsync(run.Invocation, _stop.Token));
                break;
            case GroupAction.SetTimer timer:
                SetTimer(group, timer);
                break;
            case GroupAction.CancelTimer timer:
                if (group.Timers.Remove(timer.Tag, out var old))
                    old.Dispose();
                break;
            case GroupAction.ReportState report:
                Record(group, report.Phase, report.Level, report.Reason);
                group.Waiter?.Log($"group {group.State.Name}: {report.Phase.Word()}{(report.Level is null ? "" : $" at level {report.Level}")}");
                break;
            case GroupAction.ReportProcess report:
                if (report.Phase == ProcessPhase.Configured)
                    Forget(group, report.Tag);
                Signal(group.State, report);
                break;
            case GroupAction.Remark remark:
                group.Waiter?.Log($"{remark.Tag}: {remark.Text}");
                _options.Remark($"{group.State.Name}/{remark.Tag}: {remark.Text}");
                break;
            case GroupAction.Removed:
                _groups.Remove(group.State.Name);
                GiveUp(group, "REMOVED", "the group was removed from the cltab");
                Track(_kernel.ExecuteAsync(new RecordGroup(KeyOf(group), null), Caller.System, CancellationToken.None));
                break;
        }
    }

    /// <summary>Starts all that a step wants started, in its order.</summary>
    private void Start(SupervisedGroup group, List<GroupAction.Start> starts)
    {
        starts.ForEach(start => Forget(group, start.Tag));
        foreach (var (start, outcome) in starts.Zip(_agent!.StartAll(starts.ConvertAll(Specify))))
        {
            if (outcome.Process is { } process)
            {
                group.Runs[start.Tag] = new SupervisedRun(start.Run, process.Invocation, process.LogPath);
                group.Pending.Enqueue(new GroupEvent.ProcessStarted(start.Tag, start.Run, process.Pid));
            }
            else
            {
                group.Waiter?.Log($"{start.Tag}: {outcome.Refusal}");
                group.Pending.Enqueue(new GroupEvent.StartFailed(start.Tag, start.Run, outcome.Refusal!));
            }
            if ((outcome.Refusal ?? outcome.Process?.Warning) is { } remark)
                _options.Remark($"{group.State.Name}/{start.Tag}: {remark}");
        }
    }

    private ProcessSpec Specify(GroupAction.Start start)
    {
        var entry = start.Entry;
        var spawn = entry.Options.Spawn;
        return new ProcessSpec
        {
            Key = KeyOf(entry),
            Command = CommandLine.OfBytes(entry.Command.Text, entry.Command.ToWords()),
            Level = start.Level,
            Mode = entry.Mode.Word(),
            LogPath = LogPath(entry),
            LogLimit = entry.Options.LogSize,
            Note = Note(start.Run, entry, start.Account),
            EnvironmentFile = spawn.EnvironmentFile,
            User = spawn.User,
            Group = spawn.Group,
            Directory = spawn.Directory,
            Limits = Limits(spawn.Limits),
            TreeLimits = new TreeLimits { Memory = spawn.Limits.Memory, Processes = spawn.Limits.Processes, CpuPercent = spawn.Limits.CpuPercent },
            UseCgroup = spawn.Cgroup,
            KeepStatus = entry.Mode is CltabMode.Wait or CltabMode.Test,
            Notify = spawn.Ready == Readiness.Notify,
        };
    }

    private RawJson Note(long run, CltabEntry entry, ProcessAccount account) => new RunNote(run, entry, account.Shift(BootClock.Now - Now)).Write();

    private ProcessKey KeyOf(CltabEntry entry) => new(Node, entry.Group, entry.Tag);

    private string LogPath(CltabEntry entry) => OutputPath.Of(_inForce.Settings.Log ?? _options.OutputDirectory, KeyOf(entry));

    private static Dictionary<string, string> Limits(ResourceLimits limits)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("nofile", limits.OpenFiles);
        Add("core", limits.CoreSize);
        return named;

        void Add(string name, long? value)
        {
            if (value is { } number)
                named[name] = number.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Does something to the tree of a run, and from then on watches for its last process.</summary>
    private void Reach(SupervisedGroup group, string tag, long number, Func<SupervisedRun, Task<TreeRemains>> act)
    {
        if (!group.Runs.TryGetValue(tag, out var run) || run.Number != number)
        {
            group.Pending.Enqueue(new GroupEvent.ProcessGone(tag, number));
            return;
        }
        Track(act(run));
        if (run.IsWatched)
            return;
        run.IsWatched = true;
        Track(WatchLastAsync(group, tag, run));
    }

    private async Task WatchLastAsync(SupervisedGroup group, string tag, SupervisedRun run)
    {
        // Also when it has ended already: how it ended is known only to the report, which may be on its way.
        await run.ExitTold.Task.WaitAsync(_stop.Token);
        for (var pause = s_firstLook; !(await _agent!.FindTreeAsync(run.Invocation, _stop.Token)).IsEmpty; pause = pause * 2 < s_lastLook ? pause * 2 : s_lastLook)
            await Task.Delay(pause, _clock, _stop.Token);
        _inbox.Writer.TryWrite(() => Take(group, new GroupEvent.ProcessGone(tag, run.Number)));
    }

    private void SetTimer(SupervisedGroup group, GroupAction.SetTimer timer)
    {
        if (group.Timers.Remove(timer.Tag, out var old))
            old.Dispose();
        group.Timers[timer.Tag] = _clock.CreateTimer(
            _ => _inbox.Writer.TryWrite(() => Take(group, new GroupEvent.TimerDue(timer.Tag, timer.Timer))),
            null, timer.Delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Drops what the agent keeps of an entry's last run, once that has ended.</summary>
    private void Forget(SupervisedGroup group, string tag)
    {
        if (group.Runs.TryGetValue(tag, out var run) && _agent!.Find(run.Invocation) is null or { IsRunning: false })
        {
            _agent!.Forget(run.Invocation);
            group.Runs.Remove(tag);
        }
    }

    private async Task PumpAsync()
    {
        await foreach (var report in _agent!.Reports.ReadAllAsync())
        {
            if (report.Kind == ProcessReportKind.Exited)
                Track(TellExitAsync(report));
            else if (report.Kind == ProcessReportKind.Ready)
                _inbox.Writer.TryWrite(() => WithRun(report, (group, run) => Take(group, new GroupEvent.ProcessReady(report.Key.Tag, run.Number))));
        }
    }

    private async Task TellExitAsync(ProcessReport report)
    {
        var nothingLeft = false;
        try
        {
            nothingLeft = (await _agent!.FindTreeAsync(report.Invocation, _stop.Token)).IsEmpty;
        }
        finally
        {
            // The end is told whatever a look at the machine comes to: others wait for it.
            _inbox.Writer.TryWrite(() => WithRun(report, (group, run) =>
            {
                if (report.Status.OutOfMemory)
                    _options.Remark($"{report.Key.Name}: out of memory (limit-memory): the kernel ended a process of its cgroup");
                Take(group, new GroupEvent.ProcessExited(report.Key.Tag, run.Number, Translate(report.Status), nothingLeft));
                run.ExitTold.TrySetResult();
            }));
        }
    }

    private void WithRun(ProcessReport report, Action<SupervisedGroup, SupervisedRun> act)
    {
        if (_groups.TryGetValue(report.Key.Group, out var group)
            && group.Runs.TryGetValue(report.Key.Tag, out var run) && run.Invocation == report.Invocation)
            act(group, run);
    }

    private static Processes.ExitStatus Translate(Agent.ExitStatus status) =>
        (status.Code is { } code ? Processes.ExitStatus.Exited(code)
        : status.Signal is { } signal ? Processes.ExitStatus.Killed(signal)
        : Processes.ExitStatus.Unknown) with { IsOutOfMemory = status.OutOfMemory };

    /// <summary>Every task has an owner: it is awaited when the supervisor stops, and what it met is told.</summary>
    private void Track(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return;
        var owned = OwnAsync(task);
        _tasks.TryAdd(owned, 0);
        owned.ContinueWith(done => _tasks.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task OwnAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // The supervisor stops.
        }
        catch (Exception e)
        {
            _options.Remark($"A task of the supervisor failed: {e.Message}");
        }
    }
}
