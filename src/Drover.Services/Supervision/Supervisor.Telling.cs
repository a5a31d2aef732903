using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>What goes into the daemon's log.</summary>
public sealed partial class Supervisor
{
    private static string NameOf(SupervisedGroup group, string tag) => ProcessKey.NameOf(group.State.Name, tag);

    private void Tell(SupervisedGroup group, GroupAction.ReportState report)
    {
        var name = group.State.Name;
        switch (report.Phase)
        {
            case GroupPhase.Done or GroupPhase.Passed: ServiceLog.Reached(_log, name, report.Phase.Word(), report.Level); break;
            case GroupPhase.Failed: ServiceLog.GroupFailed(_log, name, report.Level, report.Reason); break;
            case GroupPhase.Configured: ServiceLog.AtRest(_log, name); break;
            default: ServiceLog.OnTheWay(_log, name, report.Phase.Word()); break;
        }
    }

    private void Tell(SupervisedGroup group, GroupAction.Remark remark)
    {
        var name = NameOf(group, remark.Tag);
        switch (remark)
        {
            case GroupAction.Remark.StartFailed failed: ServiceLog.StartFailed(_log, name, failed.Problem); break;
            case GroupAction.Remark.PutOff put: ServiceLog.PutOff(_log, name, put.Pause.TotalSeconds); break;
            case GroupAction.Remark.TriedLater put: ServiceLog.TriedLater(_log, name, put.Pause.TotalSeconds); break;
            case GroupAction.Remark.NotReady late: ServiceLog.NotReady(_log, name, late.Waited.TotalSeconds); break;
            case GroupAction.Remark.Overdue late: ServiceLog.Overdue(_log, name, late.Most.TotalSeconds); break;
            default: break;
        }
    }

    private void TellKill(SupervisedGroup group, GroupAction.KillTree kill)
    {
        // It is sent again and again; the first one is what changes something.
        if (!group.Runs.TryGetValue(kill.Tag, out var run) || run.Number != kill.Run || run.IsKilled)
            return;
        run.IsKilled = true;
        ServiceLog.Killed(_log, NameOf(group, kill.Tag));
    }

    private void TellExit(ProcessKey process, Processes.ExitStatus status)
    {
        var name = process.Name;
        if (status.IsOutOfMemory)
            ServiceLog.OutOfMemory(_log, name, status.ToString());
        else
            ServiceLog.Exited(_log, name, status.ToString());
    }

    private void TellAdopted(SupervisedGroup group, Groups.AdoptedProcess process)
    {
        if (process.Fate == AdoptedFate.Lives)
            ServiceLog.Adopted(_log, NameOf(group, process.Tag), process.Pid);
        else if (process.Fate != AdoptedFate.NeverRan)
            ServiceLog.EndedUnseen(_log, NameOf(group, process.Tag), process.Status.ToString());
    }

    private void TellGone(SupervisedGroup group)
    {
        var running = group.State.Processes.Values.Count(process => process.TreeLives);
        if (running > 0)
            ServiceLog.RunningGroupGone(_log, group.State.Name, running);
        else
            ServiceLog.RestingGroupGone(_log, group.State.Name);
    }

    private void TellTaken(CltabInForce before, CltabInForce now, CltabDocument document, int removed)
    {
        foreach (var problem in document.Problems)
            ServiceLog.CltabProblem(_log, problem.Describe(document.Path));
        var added = now.Groups.Count(group => before.Find(group.Name) is null);
        var changed = now.Groups.Count(group => before.Find(group.Name) is { } old
            && !(group.Definition is { } definition ? old.Definition is { } was && definition.SameAs(was) : old.Definition is null));
        ServiceLog.CltabTaken(_log, document.Path, added, changed, removed);
    }
}
