using System.Text.Json;
using Drover.Kernel;
using Drover.Lab;
using Drover.Lab.Assignments;
using Drover.Lab.TestJobs;
using Drover.ShellWorker.Machine;
using Drover.ShellWorker.Output;
using Drover.ShellWorker.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker.Jobs;

/// <summary>Runs test jobs on the machine of a worker, each to its end, and reports how it ended: here, or while the machine is away.</summary>
internal sealed class JobRunner(
    string worker, bool isOwn, LabDomain lab, ShellWorkerOptions options, JobNotes notes, MachineKeeper keeper, IKernel kernel, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    /// <summary>Why the machine is not there, in words that can follow "and".</summary>
    public string? Holdup => isOwn ? null
        : !keeper.IsKnown ? $"node {worker} has left the fleet"
        : keeper.Problem is { } problem ? char.ToLowerInvariant(problem[0]) + problem[1..]
        : keeper.Node.Presence is { IsHere: false } presence ? $"node {worker} is away: {presence.Reason}"
        : $"the agent of node {worker} has not taken up its test jobs (does it run with --test-jobs?)";

    /// <summary>Runs a test job to its end.</summary>
    public Task RunAsync(Assignment assignment, JobEntry entry, CancellationToken leaving) => UntilDoneAsync(
        assignment, () => keeper.Machine is { } machine ? RunHereAsync(machine, assignment, entry, leaving) : RunAwayAsync(assignment, entry, leaving), leaving);

    /// <summary>Its device is none of a worker that has nothing but shells, and no other worker may come by this name.</summary>
    public Task RefuseAsync(Assignment assignment, string type, CancellationToken leaving) => UntilDoneAsync(assignment, async () =>
    {
        ShellWorkerLog.NotShell(log, assignment.Job, assignment.Device, type, worker);
        var end = new TestJobEnd(TestJobHealth.Incomplete, "Infrastructure",
            $"Device {assignment.Device} of type {type} is no shell, and hangs on {worker}, {(isOwn ? "the worker in the daemon" : "the worker of an agent")}: give it the worker that can reach it ('drover mod device {assignment.Device} --worker NAME')");
        await LogVerdictAsync(assignment.Job, end);
        await lab.Assignments.EndedAsync(assignment.Job, end);
        return true;
    }, leaving);

    /// <summary>Removes work directories whose time is over.</summary>
    public async Task CleanAsync(StepMachine machine, IReadOnlyCollection<long> keep, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var job in await machine.CleanAsync(options.Keep, keep, cancellationToken))
                ShellWorkerLog.Removed(log, job);
        }
        catch (DroverException e) when (e.Code == StepMachine.Away)
        {
            // Another time.
        }
    }

    /// <param name="assignment">The test job.</param>
    /// <param name="advance">Returns whether it is over; if not, it goes on.</param>
    /// <param name="leaving">The daemon ends.</param>
    private async Task UntilDoneAsync(Assignment assignment, Func<Task<bool>> advance, CancellationToken leaving)
    {
        // Whoever looks for work goes on.
        await Task.Yield();
        while (!leaving.IsCancellationRequested)
        {
            try
            {
                if (await advance())
                    return;
                continue;
            }
            catch (DroverException e) when (e.Code == StepMachine.Away && keeper.Machine is null)
            {
                if (Holdup is { } reason)
                    ShellWorkerLog.Waits(log, assignment.Job, worker, reason);
                continue;
            }
            catch (Exception e)
            {
                if (leaving.IsCancellationRequested)
                    return;
                ShellWorkerLog.Faulty(log, assignment.Job, e.Message);
            }
            await Task.WhenAny(Task.Delay(s_again, clock, leaving));
        }
    }

    private async Task<bool> RunHereAsync(StepMachine machine, Assignment assignment, JobEntry entry, CancellationToken leaving)
    {
        var id = assignment.Job;
        assignment.Holdup = null;
        await lab.Assignments.RunningAsync(id);
        // It has ended between the look and now, or was cancelled at this very moment, before anything of it was begun. One that was killed is gone from the state, but is to be ended here.
        if (assignment.State == TestJobState.Finished || kernel.State.Objects.Find(TestJob.Kind, TestJob.KeyOf(id)) is { State: not (TestJobState.Running or TestJobState.Canceling) })
        {
            await keeper.DropAsync(machine, id, leaving);
            return true;
        }
        TestJobEnd end;
        try
        {
            var note = notes.Read(id);
            if (note is not null)
                ShellWorkerLog.TakenUp(log, id, note.Phase.ToString().ToLowerInvariant(), note.Index);
            var job = Job(assignment, note, machine, () => machine.SinceBoot);
            entry.SetJob(job);
            end = await job.RunAsync(leaving);
        }
        catch (JsonException e)
        {
            ShellWorkerLog.Unreadable(log, id, e.Message);
            await machine.EndFoundAsync(id, leaving);
            end = new TestJobEnd(TestJobHealth.Incomplete, "Infrastructure", "The record of the test job was damaged: how its steps ended is not known");
            await LogVerdictAsync(id, end);
        }
        await lab.Assignments.EndedAsync(id, end);
        await keeper.DropAsync(machine, id, leaving);
        return true;
    }

    /// <summary>Waits until the machine is back, or the test job has ended without it.</summary>
    private async Task<bool> RunAwayAsync(Assignment assignment, JobEntry entry, CancellationToken leaving)
    {
        assignment.Holdup = Holdup;
        var note = ReadForAway(assignment.Job);
        var job = Job(assignment, note, machine: null, keeper.Last is { } last ? () => last.SinceBoot : SinceBoot(note));
        entry.SetJob(job);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(leaving);
        var isBack = await job.AwaitMachineAsync(keeper.OpenedAgainAsync(wait.Token), leaving);
        await wait.CancelAsync();
        if (isBack || assignment.State == TestJobState.Finished)
            return !isBack;
        return await keeper.WhileAwayAsync(async () =>
        {
            await lab.Assignments.EndedAsync(assignment.Job, await job.EndUnseenAsync(worker));
            notes.Remove(assignment.Job);
            ShellWorkerLog.EndedUnseen(log, assignment.Job, worker);
        }, leaving);
    }

    /// <summary>A damaged one is told of when the machine is back.</summary>
    private JobNote? ReadForAway(long job)
    {
        try
        {
            return notes.Read(job);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The time of a machine that this daemon has not heard of, as an earlier one has noted it.</summary>
    private Func<TimeSpan> SinceBoot(JobNote? note)
    {
        if (note is null)
            return () => TimeSpan.Zero;
        var (began, passed) = (clock.GetTimestamp(), clock.GetUtcNow() - note.NotedAt);
        var noted = note.Noted + (passed > TimeSpan.Zero ? passed : TimeSpan.Zero);
        return () => noted + clock.GetElapsedTime(began);
    }

    private ShellJob Job(Assignment assignment, JobNote? note, StepMachine? machine, Func<TimeSpan> sinceBoot) =>
        new(assignment, note, machine, sinceBoot, notes, options, lab.Logs, clock, log);

    private async Task LogVerdictAsync(long job, TestJobEnd end) => await lab.Logs.AppendAsync(job,
        [LogLine.Result(clock.GetUtcNow(), [("case", "job"), ("definition", "lava"), ("error_msg", end.Comment), ("error_type", end.ErrorType), ("result", "fail")])]);
}
