using System.Runtime.CompilerServices;
using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Microsoft.Extensions.Logging;

namespace Drover.Tasks;

/// <summary>Submits the jobs of tasks that are due: once for each time, whatever happens meanwhile.</summary>
internal sealed class TaskTimer(TaskLimits limits, ILogger log)
{
    private readonly ConditionalWeakTable<ScheduledTask, NextDue> _due = [];

    /// <summary>When a task is due next, after the time that was dealt with; reckoned once for each form of a task.</summary>
    private sealed record NextDue(TaskSchedule? Schedule, Timestamp? Time, string? Problem)
    {
        public static NextDue Of(ScheduledTask task)
        {
            try
            {
                var schedule = TaskSchedule.Parse(task.Schedule, task.Zone);
                return new NextDue(schedule, schedule.After(task.Since), null);
            }
            catch (FormatException e)
            {
                // The machine has lost a time zone since.
                return new NextDue(null, null, e.Message);
            }
        }
    }

    /// <summary>Looks at all tasks once.</summary>
    public async Task LookAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        var now = Timestamp.From(kernel.Clock);
        foreach (var task in kernel.State.Objects.All(ScheduledTask.Kind))
        {
            if (task.Suspended)
                continue;
            var next = _due.GetValue(task, NextDue.Of);
            if (next.Schedule is null)
                await RecordAsync(kernel, task, new RunRecord(task.Since, Job: null, next.Problem), cancellationToken);
            else if (next.Time <= now && next.Schedule.Last(task.Since, now) is { } due)
                await RunAsync(kernel, task, due, now, cancellationToken);
        }
    }

    private async Task RunAsync(IKernel kernel, ScheduledTask task, Timestamp due, Timestamp now, CancellationToken cancellationToken)
    {
        if (!task.CatchUp && now - due > limits.Lateness)
            await RecordAsync(kernel, task, new RunRecord(due, Job: null, "it was missed, and is not caught up"), cancellationToken);
        else if (!task.Overlap && task.LastJob is { } last && kernel.State.Unfinished(last) is not null)
            await RecordAsync(kernel, task, new RunRecord(due, Job: null, $"job {last}, the last one, has not ended"), cancellationToken);
        else
            await SubmitAsync(kernel, task, due, cancellationToken);
    }

    private async Task SubmitAsync(IKernel kernel, ScheduledTask task, Timestamp due, CancellationToken cancellationToken)
    {
        RunRecord record;
        try
        {
            using var ops = JsonDocument.Parse(task.Ops.Utf8);
            // The token makes the same job of a second try, also of one after a crash.
            var submit = new SubmitJobs([TaskOps.Read(kernel.Model, ops.RootElement)], token: $"task:{task.Name}:{task.Created.Microseconds}:{due.Seconds}");
            var answer = (await kernel.ExecuteAsync(submit, Caller.System with { Principal = task.Owner }, cancellationToken))[0];
            record = new RunRecord(due, answer.Refusal is null ? answer.Id : null, answer.Refusal?.Message);
        }
        catch (DroverException e)
        {
            record = new RunRecord(due, Job: null, e.Message);
        }
        await RecordAsync(kernel, task, record, cancellationToken);
    }

    private async Task RecordAsync(IKernel kernel, ScheduledTask task, RunRecord record, CancellationToken cancellationToken)
    {
        if (record.Job is null && record.Problem == task.Problem && record.Due == task.Since)
            return;
        if (record.Job is { } job)
            TasksLog.Submitted(log, task.Name, job);
        else
            TasksLog.NotSubmitted(log, task.Name, record.Problem!);
        await kernel.ExecuteAsync(new RecordRun(task, record), Caller.System, cancellationToken);
    }
}
