using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Settings;

namespace Drover.Services.Processes;

/// <summary>Takes one process through its table. The only place where a phase changes.</summary>
internal static class ProcessMachine
{
    /// <summary>The process after a happening; what is to be done is added to <paramref name="actions"/>.</summary>
    public static ProcessState Step(ProcessState process, ProcessHappening happening, TimeSpan now, List<GroupAction> actions)
    {
        var rule = ProcessTable.Find(process.Phase, happening);
        if (rule.Act == ProcessAct.Ignore)
            return process;
        var next = process with
        {
            Phase = rule.Next,
            Since = rule.Next == process.Phase ? process.Since : now,
            Launched = process.Launched || happening == ProcessHappening.Restart,
        };
        next = Act(rule.Act, next, now, actions);
        next = next with { Launched = next.Phase != ProcessPhase.Configured && (next.Launched || next.CountsAsRan) };
        // What is carried is still to be kept; it counts as ended once it is forgotten.
        if (rule.Next != process.Phase ? !next.IsCarried : process.IsCarried)
            actions.Add(new GroupAction.ReportProcess(next.Tag, next.Phase));
        return next;
    }

    /// <summary>The process with one more death on its account.</summary>
    public static ProcessState CountDeath(ProcessState process, TimeSpan at)
    {
        var options = process.Entry.Options.Restart;
        var gap = process.DiedAt is { } last ? at - last : (TimeSpan?)null;
        var hits = gap is null ? process.Hits : gap < options.Window ? process.Hits + 1 : Math.Max(0, process.Hits - 1);
        var ranLong = at - process.StartedAt >= options.PauseAfter(process.Pauses);
        return process with { DiedAt = at, Hits = hits, Pauses = ranLong ? Math.Max(0, process.Pauses - 1) : process.Pauses };
    }

    /// <summary>What comes after a death when nothing is left of the process.</summary>
    public static ProcessHappening AfterDeath(ProcessState process) =>
        process.Hits > process.Entry.Options.Restart.Limit ? ProcessHappening.Throttle : ProcessHappening.Restart;

    /// <summary>What comes after a death that an earlier daemon saw, or nobody did: a pause lasts from the death on, and one that is over is not begun again.</summary>
    public static (ProcessState Process, ProcessHappening Happening) AfterEarlierDeath(ProcessState process, TimeSpan now)
    {
        if (AfterDeath(process) == ProcessHappening.Restart)
            return (process, ProcessHappening.Restart);
        var until = process.DiedAt!.Value + process.Entry.Options.Restart.PauseAfter(process.Pauses);
        return until > now
            ? (process with { PausedUntil = until }, ProcessHappening.Throttle)
            : (process with { Pauses = PausesAfter(process) }, ProcessHappening.Restart);
    }

    /// <summary>Why one has failed that ran longer than it may.</summary>
    public static string OverdueText(CltabEntry entry) => $"it ran longer than its timeout of {OptionValues.Text(entry.Options.Timeout.GetValueOrDefault())}";

    private static ProcessState Act(ProcessAct act, ProcessState process, TimeSpan now, List<GroupAction> actions) => act switch
    {
        ProcessAct.Spawn => Spawn(CancelTimer(process, actions), now, actions),
        ProcessAct.Settle => CancelTimer(process, actions),
        ProcessAct.AwaitEnd => AwaitEnd(process, now, actions),
        ProcessAct.EndOverdue => EndOverdue(process, actions),
        ProcessAct.AwaitReady => SetTimer(process, process.Entry.Options.Spawn.ReadyTimeout, actions),
        ProcessAct.GiveUpReady => GiveUpReady(process, actions),
        ProcessAct.BeginStop => Climb(process with { Rung = 0, PausedUntil = null }, actions),
        ProcessAct.NextStop => Climb(process, actions),
        ProcessAct.KillRest => KillRest(process, actions),
        ProcessAct.Pause => Pause(process, now, actions),
        ProcessAct.Carry => process with { Pid = 0, MainLives = false, TreeLives = false, IsCarried = true, PausedUntil = null },
        _ => Reset(CancelTimer(process, actions)),
    };

    private static ProcessState Spawn(ProcessState process, TimeSpan now, List<GroupAction> actions)
    {
        var next = process with
        {
            Run = process.Run + 1,
            Pid = 0,
            MainLives = true,
            TreeLives = true,
            StartedAt = now,
            Error = null,
            IsLate = false,
            IsOverdue = false,
            IsCarried = false,
            PausedUntil = null,
            Restarts = process.Launched || process.IsCarried ? process.Restarts + 1 : process.Restarts,
        };
        actions.Add(new GroupAction.Start(next.Tag, next.Run, next.Entry, next.Level, next.Account));
        return next;
    }

    private static ProcessState GiveUpReady(ProcessState process, List<GroupAction> actions)
    {
        var waited = process.Entry.Options.Spawn.ReadyTimeout;
        actions.Add(new GroupAction.Remark.NotReady(process.Tag, waited));
        return CancelTimer(process, actions) with { IsLate = true };
    }

    /// <summary>An adopted one has less time, by as long as it has run.</summary>
    private static ProcessState AwaitEnd(ProcessState process, TimeSpan now, List<GroupAction> actions)
    {
        if (process.Entry.Options.Timeout is not { } most)
            return CancelTimer(process, actions);
        var left = process.StartedAt + most - now;
        return SetTimer(process, left > TimeSpan.Zero ? left : TimeSpan.Zero, actions);
    }

    private static ProcessState EndOverdue(ProcessState process, List<GroupAction> actions)
    {
        if (process.IsOverdue)
            return Climb(process, actions);
        actions.Add(new GroupAction.Remark.Overdue(process.Tag, process.Entry.Options.Timeout.GetValueOrDefault()));
        var overdue = process with { IsOverdue = true, Rung = 0, Error = OverdueText(process.Entry) };
        // Kept before the first signal: whoever sees how it ends must know why.
        actions.Add(new GroupAction.KeepAccount(overdue.Tag, overdue.Run, overdue.Entry, overdue.Account));
        return Climb(overdue, actions);
    }

    /// <summary>First signal, TERM, then KILL again and again: nothing but the end of the tree ends the ladder.</summary>
    private static ProcessState Climb(ProcessState process, List<GroupAction> actions)
    {
        var options = process.Entry.Options.Stop;
        if (process.Rung == 0 && options.Command is not null)
        {
            actions.Add(new GroupAction.RunStop(process.Tag, process.Run, process.Entry));
            return SetTimer(process with { Rung = 1 }, options.UntilTerm, actions);
        }
        if ((options.Signal == StopSignal.Kill && options.Command is null) || process.Rung >= 2)
            return KillRest(process with { Rung = process.Rung + 1 }, actions);
        var signal = process.Rung == 0 ? options.Signal : StopSignal.Term;
        actions.Add(new GroupAction.Signal(process.Tag, process.Run, signal));
        return SetTimer(process with { Rung = process.Rung + 1 }, process.Rung == 0 ? options.UntilTerm : options.UntilKill, actions);
    }

    private static ProcessState KillRest(ProcessState process, List<GroupAction> actions)
    {
        actions.Add(new GroupAction.KillTree(process.Tag, process.Run));
        return SetTimer(process, StopOptions.KillInterval, actions);
    }

    private static ProcessState Pause(ProcessState process, TimeSpan now, List<GroupAction> actions)
    {
        // One that began under an earlier daemon goes on; no clock makes it longer than a whole one.
        var whole = process.Entry.Options.Restart.PauseAfter(process.Pauses);
        var pause = process.PausedUntil is { } until && until - now < whole ? until - now : whole;
        actions.Add(process.Error is null ? new GroupAction.Remark.PutOff(process.Tag, pause) : new GroupAction.Remark.TriedLater(process.Tag, pause));
        return SetTimer(process, pause, actions) with { Pauses = PausesAfter(process), PausedUntil = now + pause };
    }

    private static int PausesAfter(ProcessState process)
    {
        var options = process.Entry.Options.Restart;
        return options.PauseAfter(process.Pauses) >= options.MaxPause ? process.Pauses : process.Pauses + 1;
    }

    private static ProcessState Reset(ProcessState process) => process with
    {
        Pid = 0,
        MainLives = false,
        TreeLives = false,
        Launched = false,
        IsCarried = false,
        IsLate = false,
        IsOverdue = false,
        Restarts = 0,
        Error = null,
        DiedAt = null,
        Hits = 0,
        Pauses = 0,
        PausedUntil = null,
        Rung = 0,
        Level = "",
    };

    private static ProcessState SetTimer(ProcessState process, TimeSpan delay, List<GroupAction> actions)
    {
        var timer = process.Timer + 1;
        actions.Add(new GroupAction.SetTimer(process.Tag, timer, delay));
        return process with { Timer = timer, TimerRuns = true };
    }

    private static ProcessState CancelTimer(ProcessState process, List<GroupAction> actions)
    {
        if (!process.TimerRuns)
            return process;
        actions.Add(new GroupAction.CancelTimer(process.Tag));
        return process with { TimerRuns = false };
    }
}
