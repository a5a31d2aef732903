using System.Collections.Immutable;
using Drover.Agent;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Processes;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>Doing what a step of a group wants done.</summary>
public sealed partial class Supervisor
{
    private void Perform(SupervisedGroup group, ImmutableArray<GroupAction> actions)
    {
        foreach (var action in actions)
        {
            // What speaks of a run must find it started.
            if (group.Starts.Count > 0 && action is GroupAction.Signal or GroupAction.RunStop or GroupAction.KillTree or GroupAction.KeepAccount)
                StartAll(group);
            Perform(group, action);
        }
    }

    private void Perform(SupervisedGroup group, GroupAction action)
    {
        switch (action)
        {
            case GroupAction.Start start:
                group.Starts.Add(start);
                break;
            case GroupAction.KeepAccount keep when group.Runs.TryGetValue(keep.Tag, out var run) && run.Number == keep.Run:
                _agent!.Note(run.Invocation, Note(keep.Run, keep.Entry, keep.Account));
                break;
            case GroupAction.Signal signal:
                ServiceLog.Signalled(_log, NameOf(group, signal.Tag), signal.Number.ToString().ToUpperInvariant());
                Reach(group, signal.Tag, signal.Run, run => _agent!.SignalTreeAsync(run.Invocation, (int)signal.Number, _stop.Token));
                break;
            case GroupAction.RunStop stop:
                RunStop(group, stop);
                break;
            case GroupAction.KillTree kill:
                TellKill(group, kill);
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
                Log(group, $"group {group.State.Name}: {report.Phase.Word()}{(report.Level is null ? "" : $" at level {report.Level}")}");
                Tell(group, report);
                break;
            case GroupAction.ReportProcess report:
                if (report.Phase == ProcessPhase.Configured)
                    Forget(group, report.Tag);
                TellChange(group.State, report);
                break;
            case GroupAction.Remark remark:
                Log(group, $"{remark.Tag}: {remark.Text}");
                Tell(group, remark);
                break;
            case GroupAction.Removed:
                _groups.Remove(group.State.Name);
                // Who is told that it is gone must not see it any more.
                Publish(group);
                EndWait(group, new LevelEnd(LevelEndKind.Removed, "REMOVED"));
                Record(group, null);
                ServiceLog.GroupGone(_log, group.State.Name);
                break;
        }
    }

    /// <summary>Starts all that is to be started, in its order. The agent has each on record before it is there.</summary>
    private void StartAll(SupervisedGroup group)
    {
        var starts = group.Starts.ToList();
        group.Starts.Clear();
        starts.ForEach(start => Forget(group, start.Tag));
        foreach (var (start, outcome) in starts.Zip(_agent!.StartAll(starts.ConvertAll(Specify))))
        {
            if (outcome.Process is { } process)
            {
                _instruments.Started(start.Account);
                group.Runs = group.Runs.SetItem(start.Tag, new SupervisedRun(start.Run, process.Invocation, process.LogPath));
                group.Pending.Enqueue(new GroupEvent.ProcessStarted(start.Tag, start.Run, process.Pid));
                ServiceLog.Started(_log, NameOf(group, start.Tag), process.Pid);
            }
            else
            {
                _instruments.StartFailed();
                Log(group, $"{start.Tag}: {outcome.Refusal}");
                group.Pending.Enqueue(new GroupEvent.StartFailed(start.Tag, start.Run, outcome.Refusal!));
            }
        }
        if (!MayRun(group))
            _inbox.Writer.TryWrite(() => OnLeaseOver(group.State.Name, LeaseEnded));
    }

    private ProcessSpec Specify(GroupAction.Start start) =>
        StartSpec.Of(KeyOf(start.Entry), start, LogPath(start.Entry), Note(start.Run, start.Entry, start.Account)) with { Objection = ObjectionTo(start.Entry.Group) };

    private RawJson Note(long run, CltabEntry entry, ProcessAccount account) => new RunNote(run, entry, account.Shift(_agent!.SinceBoot - Now)).Write();

    private ProcessKey KeyOf(CltabEntry entry) => new(Node, entry.Group, entry.Tag);

    private string LogPath(CltabEntry entry) => OutputPath.Of(_inForce.Settings.Log ?? _options.OutputDirectory, KeyOf(entry));

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
            group.Runs = group.Runs.Remove(tag);
        }
    }
}
