using System.Collections.Concurrent;
using Drover.Agent;
using Drover.Nodes.Services;
using Drover.Services.Groups;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>What the agent reports of processes.</summary>
public sealed partial class Supervisor
{
    private static readonly TimeSpan s_firstLook = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_lastLook = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_rereadAfter = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Task, byte> _tasks = new();

    /// <summary>Takes reports in the order of their numbers, each once. They are kept by the agent until they have been taken: what comes
    /// twice is passed over, and where one is missing those after it are read again.</summary>
    private async Task FollowAgentAsync()
    {
        var taken = 0L;
        while (await _agent!.ReadReportsAsync(taken, _stop.Token) is { Count: > 0 } reports)
        {
            var next = new List<ProcessReport>(reports.Count);
            foreach (var report in reports.OrderBy(r => r.Number))
                if (report.Number == taken + 1)
                {
                    taken = report.Number;
                    next.Add(report);
                }
            if (next.Count == 0)
            {
                await Task.Delay(s_rereadAfter, _clock, _stop.Token);
                continue;
            }
            await PutAsync(() => { OnProcessReports(next); return true; }, _stop.Token);
            _agent.Acknowledge(taken);
        }
    }

    private void OnProcessReports(List<ProcessReport> reports)
    {
        foreach (var ready in reports.Where(r => r.Kind == ProcessReportKind.Ready))
            if (RunOf(ready) is var (group, run))
                Take(group, new GroupEvent.ProcessReady(ready.Key.Tag, run.Number));
        var exited = reports.Where(r => r.Kind == ProcessReportKind.Exited && !OnCommandEnded(r)).ToList();
        if (exited.Count > 0)
            Track(LookAfterAsync(exited));
    }

    /// <summary>Looks what is left of those that have ended, all of them in one look at the machine, and tells their groups.</summary>
    private async Task LookAfterAsync(List<ProcessReport> exited)
    {
        var looks = exited.ConvertAll(report => _agent!.FindTreeAsync(report.Invocation, _stop.Token));
        try
        {
            await Task.WhenAll(looks);
        }
        finally
        {
            // The ends are told whatever a look at the machine comes to: others wait for them.
            _inbox.Writer.TryWrite(() => OnExits([.. exited.Zip(looks, (report, look) => (report, look.IsCompletedSuccessfully && look.Result.IsEmpty))]));
        }
    }

    private void OnExits(List<(ProcessReport Report, bool NothingLeft)> exits)
    {
        foreach (var (report, _) in exits)
        {
            TellExit(report.Key, Translate(report.Status));
            TellGuard(report);
        }
        foreach (var ofGroup in exits.Select(exit => (Known: RunOf(exit.Report), Exit: exit)).Where(end => end.Known is not null)
            .Select(end => (end.Known!.Value.Group, end.Known.Value.Run, end.Exit)).GroupBy(end => end.Group))
        {
            var ends = ofGroup.ToList();
            ends.ForEach(end => Remember(ofGroup.Key, end.Run, end.Exit.Report));
            Take(ofGroup.Key, [.. ends.Select(end => new GroupEvent.ProcessExited(
                end.Exit.Report.Key.Tag, end.Run.Number, Translate(end.Exit.Report.Status), end.Exit.NothingLeft))]);
            ends.ForEach(end => end.Run.ExitTold.TrySetResult());
        }
    }

    /// <summary>Has the end of a process told for the history.</summary>
    private void Remember(SupervisedGroup group, SupervisedRun run, ProcessReport report)
    {
        if (group.State.Processes.GetValueOrDefault(report.Key.Tag) is not { } process)
            return;
        var started = Timestamp.From(_clock) + -(Now - process.StartedAt);
        var ended = (report.Time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        _ended.Add(new ProcessEnd(
            report.Key, run.Number, process.Level, started.Microseconds, ended, report.Status.Code, report.Status.Signal, report.Status.OutOfMemory));
    }

    private (SupervisedGroup Group, SupervisedRun Run)? RunOf(ProcessReport report) =>
        _groups.TryGetValue(report.Key.Group, out var group)
        && group.Runs.TryGetValue(report.Key.Tag, out var run) && run.Invocation == report.Invocation ? (group, run) : null;

    private async Task WatchLastAsync(SupervisedGroup group, string tag, SupervisedRun run)
    {
        // Also when it has ended already: how it ended is known only to the report, which may be on its way.
        await run.ExitTold.Task.WaitAsync(_stop.Token);
        for (var pause = s_firstLook; !(await _agent!.FindTreeAsync(run.Invocation, _stop.Token)).IsEmpty; pause = pause * 2 < s_lastLook ? pause * 2 : s_lastLook)
            await Task.Delay(pause, _clock, _stop.Token);
        _inbox.Writer.TryWrite(() => Take(group, new GroupEvent.ProcessGone(tag, run.Number)));
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
        _ = owned.ContinueWith(done => _tasks.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
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
            ServiceLog.Broken(_log, e);
        }
    }
}
