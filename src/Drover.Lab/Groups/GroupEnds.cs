using Drover.Kernel.Commands;
using Drover.Lab.TestJobs;

namespace Drover.Lab.Groups;

/// <summary>What the end of one member means for the others.</summary>
internal static class GroupEnds
{
    /// <summary>A member is to end, or has: whoever cancels one cancels all, and all end with an essential one that does not complete.</summary>
    /// <param name="job">The member, as it is now.</param>
    /// <param name="reported">The health that was reported.</param>
    public static void After(Decision decision, TestJob job, TestJobHealth reported)
    {
        if (decision.State.Group(job.Group) is not { Ending: false } group || group.Member(job.Id) is not { } member)
            return;
        if (job.State == TestJobState.Canceling || job.Health == TestJobHealth.Canceled)
            CancelOthers(decision, group, job.Id, $"test job {job.Id} of its group was canceled");
        else if (member.Essential && reported == TestJobHealth.Incomplete)
            CancelOthers(decision, group, job.Id, $"test job {job.Id}, which is essential for its group, is incomplete");
    }

    /// <summary>A member is gone. With the last one the group goes.</summary>
    public static void Leave(Decision decision, TestJob job)
    {
        if (decision.State.Group(job.Group) is not { } group || group.Jobs.Any(member => decision.State.TestJob(member) is not null))
            return;
        decision.Remove(TestGroup.Kind, group.Name);
        decision.LookAtLock(GroupLocks.Level, group.Name);
    }

    /// <summary>Cancels all members but one.</summary>
    public static void CancelOthers(Decision decision, TestGroup group, long but, string reason)
    {
        decision.Store(TestGroup.Kind, group.Name, group with { Ending = true });
        foreach (var member in group.Jobs)
            if (member != but)
                decision.Cancel(member, reason);
    }
}

/// <summary>The leader of a group is to end while others run: these are canceled.</summary>
internal sealed class CancelGroup(string name, long leader) : Observation<bool>(key: null)
{
    protected override bool Record(Decision decision)
    {
        if (decision.State.Group(name) is not { Ending: false } group)
            return false;
        GroupEnds.CancelOthers(decision, group, leader, $"test job {leader} of its group was canceled");
        return true;
    }

    protected override bool DecideFailed(Decision decision, Exception cause) => false;
}
