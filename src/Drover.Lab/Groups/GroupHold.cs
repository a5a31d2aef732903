using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Lab.Devices;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;

namespace Drover.Lab.Groups;

/// <summary>The leader of a group holds the devices of all, each until the test job on it is over, and so its job is the last to end.</summary>
/// <param name="context">The leader; any other member holds nothing.</param>
/// <param name="group">Name of its group.</param>
/// <param name="own">The run of its own test job.</param>
/// <param name="leaving">Ends when the daemon is about to stop.</param>
/// <param name="rules">What an end means for the health of a device.</param>
internal sealed class GroupHold(OperationContext context, string group, Task own, Task leaving, LabRules rules)
{
    /// <summary>Returns when all are over, also when the run of its own test job has failed: no device is free before nobody works on it.</summary>
    /// <exception cref="OperationCanceledException">The daemon stops; the next start goes on with it.</exception>
    public async Task UntilOverAsync(CancellationToken cancellationToken)
    {
        if (context.State.Group(group) is not { } members || members.Leader != context.JobId)
            return;
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => canceled.TrySetResult());
        while (true)
        {
            // Looked at once a round: it may end at any time, and must be waited for until then.
            var isOwnOver = own.IsCompleted;
            var pending = Pending(members);
            if (isOwnOver && pending.Count == 0)
                return;
            var changes = pending.Select(context.Kernel.Watch.NextChange).ToList();
            if (Pending(members).Count < pending.Count)
                continue;
            await ReleaseAsync(members);
            changes.Add(canceled.Task.IsCompleted ? leaving : canceled.Task);
            if (!isOwnOver)
                changes.Add(own);
            else
                context.WaitsFor = $"the other test jobs of its group, whose devices it holds: {string.Join(", ", pending)}";
            await Task.WhenAny(changes);
            if (!canceled.Task.IsCompleted)
                continue;
            if (leaving.IsCompleted || context.Kernel.Stopping)
            {
                await own;
                throw new OperationCanceledException(cancellationToken);
            }
            if (context.State.Group(group) is { Ending: false })
                await context.ExecuteAsync(new CancelGroup(group, context.JobId), CancellationToken.None);
        }
    }

    /// <summary>The members whose jobs are not over, but for the leader.</summary>
    private List<long> Pending(TestGroup members) =>
        [.. members.Jobs.Where(job => job != context.JobId && context.State.Unfinished(job) is not null)];

    private async Task ReleaseAsync(TestGroup members)
    {
        if (context.State.TestJob(context.JobId) is { IsOver: true, HasLeft: false })
            await context.ExecuteAsync(new LeaveDevice(context.JobId, rules), CancellationToken.None);
        var needed = GroupLocks.Devices(context.State, members).ToHashSet(StringComparer.Ordinal);
        var free = context.State.Locks.Owned(context.JobId)?.Demands.Select(demand => demand.Lock)
            .Where(held => held.Level == LabDomain.DeviceLevel && !needed.Contains(held.Member!)).ToList();
        if (free is not { Count: > 0 })
            return;
        await context.ReleaseLocksAsync(free, CancellationToken.None);
        // What is free may be a place of its worker for another job.
        foreach (var worker in free.Select(held => context.State.Objects.Find(Device.Kind, held.Member!)?.Worker).OfType<string>().Distinct(StringComparer.Ordinal))
            await context.ExecuteAsync(new LookAtWorker(worker), CancellationToken.None);
    }

    /// <summary>The device of the leader hears what the end of its test job means for it, before its job ends.</summary>
    private sealed class LeaveDevice(long id, LabRules rules) : Observation<bool>(key: null)
    {
        protected override bool Record(Decision decision)
        {
            if (decision.State.TestJob(id) is not { IsOver: true, HasLeft: false } over)
                return false;
            TestJobChanges.Leave(decision, over, rules);
            TestJobChanges.Store(decision, over with { HasLeft = true });
            return true;
        }

        protected override bool DecideFailed(Decision decision, Exception cause) => false;
    }
}
