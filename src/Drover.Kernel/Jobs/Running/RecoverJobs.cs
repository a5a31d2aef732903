using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;

namespace Drover.Kernel.Jobs;

/// <summary>First command of every start: takes up what the last run left.</summary>
internal sealed class RecoverJobs(Func<long, JobStatus?> departed) : Command<int>
{
    internal override bool MustHappen => true;

    protected internal override int Decide(Decision decision)
    {
        var requeued = ImmutableArray.CreateBuilder<long>();
        var failed = ImmutableArray.CreateBuilder<long>();
        var canceled = ImmutableArray.CreateBuilder<long>();
        var resumed = new List<Job>();
        var unfinished = decision.State.Jobs.Values.OfType<Job>().ToList();
        foreach (var job in unfinished)
            Sort(decision, job, requeued, failed, canceled, resumed);

        foreach (var job in resumed)
            Scheduler.Resume(decision, job, Departed(decision, job));
        if (requeued.Count + failed.Count + canceled.Count > 0)
            decision.Emit(new JobsRecovered(
                requeued.ToImmutable(), failed.ToImmutable(), canceled.ToImmutable(),
                OpcodeResults.ExecutionError("The daemon stopped while this opcode ran; what it had done by then is not known"),
                OpcodeResults.PrecedingFailed, OpcodeResults.Canceled));
        foreach (var job in unfinished)
            if (decision.State.Unfinished(job.Id) is { Status: JobStatus.Queued } queued)
                Scheduler.Enqueue(decision, queued, Departed(decision, queued));
        return unfinished.Count;
    }

    private static void Sort(
        Decision decision, Job job, ImmutableArray<long>.Builder requeued, ImmutableArray<long>.Builder failed,
        ImmutableArray<long>.Builder canceled, List<Job> resumed)
    {
        switch (job.Status)
        {
            case JobStatus.Waiting:
                requeued.Add(job.Id);
                break;
            case JobStatus.Canceling:
                canceled.Add(job.Id);
                break;
            case JobStatus.Running:
                var rule = decision.Model.Operation(job.Ops[job.Current].OpId)?.Recovery ?? Recovery.Fail;
                if (rule == Recovery.Resume)
                    resumed.Add(job);
                else
                    (rule == Recovery.Requeue ? requeued : failed).Add(job.Id);
                break;
        }
    }

    private Dictionary<long, JobStatus> Departed(Decision decision, Job job)
    {
        var found = new Dictionary<long, JobStatus>();
        foreach (var op in job.Ops)
            foreach (var dependency in op.Depends)
                if (!decision.State.Jobs.ContainsKey(dependency.JobId) && departed(dependency.JobId) is { } status)
                    found[dependency.JobId] = status;
        return found;
    }
}
