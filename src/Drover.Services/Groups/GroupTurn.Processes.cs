using Drover.Services.Cltab;
using Drover.Services.Processes;
using Drover.Services.Settings;

namespace Drover.Services.Groups;

/// <summary>What is heard of processes, sorted out for their table.</summary>
internal sealed partial class GroupTurn
{
    private void Hear(GroupEvent happening)
    {
        switch (happening)
        {
            case GroupEvent.ProcessStarted e when Current(e.Tag, e.Run) is { } process: Started(process, e.Pid); break;
            case GroupEvent.StartFailed e when Current(e.Tag, e.Run) is { } process: StartFailed(process, e.Error); break;
            case GroupEvent.ProcessReady e when Current(e.Tag, e.Run) is { } process: Step(process with { IsLate = false }, ProcessHappening.Ready); break;
            case GroupEvent.ProcessExited e when Current(e.Tag, e.Run) is { } process: Exited(process, e.Status, e.NothingLeft); break;
            case GroupEvent.ProcessGone e when Current(e.Tag, e.Run) is { } process: Gone(process); break;
            case GroupEvent.TimerDue e when _processes.GetValueOrDefault(e.Tag) is { TimerRuns: true } process && process.Timer == e.Timer:
                Step(process with { TimerRuns = false }, ProcessHappening.TimerDue);
                break;
            default: break;
        }
    }

    private ProcessState? Current(string tag, long run) =>
        _processes.GetValueOrDefault(tag) is { } process && process.Run == run && process.Phase != ProcessPhase.Configured ? process : null;

    private void Started(ProcessState process, int pid)
    {
        if (process.MainLives)
            Step(process with { Pid = pid }, RunsAs(process.Entry));
    }

    private static ProcessHappening RunsAs(CltabEntry entry) =>
        entry.Mode.IsForeground() ? ProcessHappening.RunsFront
        : WaitsForReadiness(entry) ? ProcessHappening.RunsUnready
        : ProcessHappening.RunsBack;

    private void StartFailed(ProcessState process, string error)
    {
        if (!process.MainLives || process.Pid != 0)
            return;
        _actions.Add(new GroupAction.Remark.StartFailed(process.Tag, error));
        process = process with { Error = error, MainLives = false, TreeLives = false };
        if (process.Phase == ProcessPhase.Stopping)
            Step(process, ProcessHappening.Gone);
        else if (process.Entry.Mode == CltabMode.Respawn)
            // What cannot be started now hardly can be a moment later.
            Step(ProcessMachine.CountDeath(process, _now), ProcessHappening.Throttle);
        else
            Step(process, process.Entry.Mode == CltabMode.Test ? ProcessHappening.EndedBad : ProcessHappening.StartFailed);
    }

    private void Exited(ProcessState process, ExitStatus status, bool nothingLeft)
    {
        if (!process.MainLives)
        {
            if (nothingLeft)
                Gone(process);
            return;
        }

        process = process with { Pid = 0, MainLives = false, TreeLives = !nothingLeft, LastExit = status };
        if (process.Phase == ProcessPhase.Stopping)
            Step(process, nothingLeft ? ProcessHappening.Gone : ProcessHappening.Ended);
        else if (IsToRunAgain(process.Entry, status))
            AfterDeath(ProcessMachine.CountDeath(process, _now));
        else
            EndOf(process, status);
    }

    private void EndOf(ProcessState process, ExitStatus status)
    {
        KillRestOfOverdue(process);
        Step(process, EndsAs(process, status));
    }

    /// <summary>Of one whose time was up nothing may go on either.</summary>
    private void KillRestOfOverdue(ProcessState process)
    {
        if (process is { IsOverdue: true, MainLives: false, TreeLives: true })
            _actions.Add(new GroupAction.KillTree(process.Tag, process.Run));
    }

    private static bool IsToRunAgain(CltabEntry entry, ExitStatus status) =>
        entry.Mode == CltabMode.Respawn && !(status.IsSuccess && entry.Options.Restart.Policy == RestartPolicy.OnFailure);

    private static ProcessHappening EndsAs(ProcessState process, ExitStatus status) =>
        process.Entry.Mode != CltabMode.Test ? ProcessHappening.Ended
        : status.IsSuccess && !process.IsOverdue ? ProcessHappening.EndedGood
        : ProcessHappening.EndedBad;

    private void Gone(ProcessState process)
    {
        if (process.MainLives)
            Exited(process, ExitStatus.Unknown, nothingLeft: true);
        else if (process.Phase == ProcessPhase.Cleaning)
            AfterDeath(process with { TreeLives = false });
        else
            Step(process with { TreeLives = false }, ProcessHappening.Gone);
    }

    private void AfterDeath(ProcessState process) =>
        Step(process, process.TreeLives ? ProcessHappening.Died : ProcessMachine.AfterDeath(process));

    /// <summary>Takes a process through its table, and off the list of what its group waits for if that has come.</summary>
    private ProcessState Step(ProcessState process, ProcessHappening happening)
    {
        var next = ProcessMachine.Step(process, happening, _now, _actions);
        _processes[next.Tag] = next;
        var hasCome = _group.Phase == GroupPhase.Checking ? next.CountsAsRan || next.Phase == ProcessPhase.Configured : next.Phase == ProcessPhase.Configured;
        if (hasCome)
            _pending = _pending.Remove(next.Tag);
        return next;
    }
}
