using Drover.Kernel.Commands;

namespace Drover.Tasks;

/// <summary>What has become of a time at which a task was due.</summary>
/// <param name="Due">The time.</param>
/// <param name="Job">The job that was submitted; null when none was.</param>
/// <param name="Problem">Why none was.</param>
internal sealed record RunRecord(Timestamp Due, long? Job, string? Problem);

/// <summary>A time at which a task was due has been dealt with. A task that was changed or removed meanwhile is left.</summary>
internal sealed class RecordRun(ScheduledTask task, RunRecord run) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        if (decision.State.Objects.Find(ScheduledTask.Kind, task.Name) != task)
            return false;
        decision.Store(ScheduledTask.Kind, task.Name, task with
        {
            Since = run.Due,
            LastDue = run.Job is null ? task.LastDue : run.Due,
            LastJob = run.Job ?? task.LastJob,
            Problem = run.Problem,
            Skipped = run.Job is null ? task.Skipped + 1 : task.Skipped,
        });
        return true;
    }
}
