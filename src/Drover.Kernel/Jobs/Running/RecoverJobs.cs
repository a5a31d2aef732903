using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs.Filters;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Locks;

namespace Drover.Kernel.Jobs;

/// <summary>First command of every start: takes up what the last run left.</summary>
/// <param name="departed">How a job ended that is not listed any more; null when the store has none of that id.</param>
internal sealed class RecoverJobs(Func<long, JobStatus?> departed) : Command<int>
{
    internal override bool MustHappen => true;

    protected internal override int Decide(Decision decision)
    {
        var unfinished = decision.State.Jobs.Values.OfType<Job>().ToList();
        var sorted = new Sorted(decision);
        foreach (var job in unfinished)
            sorted.Take(job);

        decision.Emit(new JobsRecovered(
            sorted.Requeued.ToImmutable(), sorted.Failed.ToImmutable(), sorted.Canceled.ToImmutable(),
            OpcodeResults.ExecutionError("The daemon stopped while this opcode ran; what it had done by then is not known"),
            OpcodeResults.PrecedingFailed, OpcodeResults.Canceled,
            sorted.Lost.ToImmutable().OrNone(), Charged(decision, sorted.Resumed).OrNone(), Departed(decision, unfinished).OrNone(), Closed(decision).OrNone()));
        foreach (var job in unfinished)
            if (decision.State.Unfinished(job.Id) is null)
                Scheduler.TellEnds(decision, job, 0, job.Ops.Length - 1, decision.State.Jobs[job.Id].Status);
        foreach (var job in sorted.Resumed)
            decision.EnqueueEffect(new RunOpcode(job.Id, job.Current, Resumed: true));
        return unfinished.Count;
    }

    private static ImmutableArray<LockClosed> Closed(Decision decision)
    {
        var closed = ImmutableArray.CreateBuilder<LockClosed>();
        try
        {
            foreach (var name in decision.Model.Closable(decision.State))
                if (decision.Model.WhyClosed(decision.State, name) is { } reason)
                    closed.Add(new LockClosed(name.Level, name.Member!, reason));
        }
        catch (Exception e)
        {
            decision.Faults.Add(new DomainFault("closed locks", "start", e));
        }
        return closed.ToImmutable();
    }

    private static ImmutableArray<ChargedJob> Charged(Decision decision, List<Job> resumed)
    {
        var charged = ImmutableArray.CreateBuilder<ChargedJob>();
        var counts = ImmutableDictionary<string, int>.Empty;
        foreach (var job in resumed)
        {
            try
            {
                if (JobFilters.Judge(decision.State, job, counts).Charges is { IsEmpty: false } charges)
                    charged.Add(new ChargedJob(job.Id, charges));
            }
            catch (Exception e)
            {
                // It runs already; a filter that fails over it only loses count.
                decision.Faults.Add(new DomainFault($"job {job.Id}", "job filters", e));
            }
        }
        return charged.ToImmutable();
    }

    private ImmutableArray<DepartedJob> Departed(Decision decision, List<Job> unfinished)
    {
        var found = new SortedDictionary<long, JobStatus>();
        foreach (var job in unfinished)
            if (job.HasDependencies)
                foreach (var dependency in job.Ops.SelectMany(op => op.Depends))
                    if (!decision.State.Jobs.ContainsKey(dependency.JobId) && !found.ContainsKey(dependency.JobId) && departed(dependency.JobId) is { } status)
                        found.Add(dependency.JobId, status);
        return [.. found.Select(pair => new DepartedJob(pair.Key, pair.Value))];
    }

    /// <summary>What becomes of each unfinished job.</summary>
    private sealed class Sorted(Decision decision)
    {
        private LockTable _locks = new(decision.State.Locks.Levels, decision.State.Locks.AgeingStep);

        public ImmutableArray<long>.Builder Requeued { get; } = ImmutableArray.CreateBuilder<long>();
        public ImmutableArray<long>.Builder Failed { get; } = ImmutableArray.CreateBuilder<long>();
        public ImmutableArray<long>.Builder Canceled { get; } = ImmutableArray.CreateBuilder<long>();
        public ImmutableArray<LostJob>.Builder Lost { get; } = ImmutableArray.CreateBuilder<LostJob>();
        public List<Job> Resumed { get; } = [];

        public void Take(Job job)
        {
            switch (job.Status)
            {
                case JobStatus.Waiting:
                    Requeued.Add(job.Id);
                    break;
                case JobStatus.Canceling:
                    Canceled.Add(job.Id);
                    break;
                case JobStatus.Running:
                    TakeRunning(job);
                    break;
            }
        }

        private void TakeRunning(Job job)
        {
            var op = job.Ops[job.Current];
            switch (decision.Model.Operation(op.OpId)?.Recovery ?? Recovery.Fail)
            {
                case Recovery.Requeue:
                    Requeued.Add(job.Id);
                    break;
                case Recovery.Fail:
                    Failed.Add(job.Id);
                    break;
                default:
                    Restore(job, op);
                    break;
            }
        }

        private void Restore(Job job, Opcode op)
        {
            try
            {
                _locks = _locks.Restore(job.Id, op.Locks ?? LockSet.Empty, op.Pool ?? QueueIndex.UsualPool);
                Resumed.Add(job);
            }
            catch (DroverException e)
            {
                decision.Faults.Add(new DomainFault($"job {job.Id}", "locks that it held before the restart", e));
                Lost.Add(new LostJob(job.Id, OpcodeResults.ExecutionError($"It cannot go on after the restart of the daemon: {e.Message}")));
            }
        }
    }
}
