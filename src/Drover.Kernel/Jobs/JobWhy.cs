using Drover.Kernel.Queries;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>A line of an explanation, and what stands behind it.</summary>
public sealed record WhyNode(string Text, IReadOnlyList<WhyNode> Children);

/// <summary>Explains why a job is where it is: from the same moment of state that every listing shows.</summary>
public static class JobWhy
{
    private const int MaxDepth = 8;
    private const int MaxChildren = 20;

    /// <summary>One sentence with a tree below it, or null when there is no such job.</summary>
    public static WhyNode? Explain(QueryContext context, long id)
    {
        if (context.State.Jobs.GetValueOrDefault(id) is { } entry)
            return Explain(context, entry, []);
        return context.Store.Job(id) is { } stored
            ? new WhyNode($"Job {id} is archived; it ended as {RowProjection.DecodeIndex(id, stored.Index.Span).Status.Name()}.", [])
            : null;
    }

    private static WhyNode Explain(QueryContext context, JobEntry entry, HashSet<long> seen)
    {
        if (entry is not Job job)
            return new WhyNode($"Job {entry.Id} has ended as {entry.Status.Name()}.", []);
        if (!seen.Add(job.Id) || seen.Count > MaxDepth)
            return new WhyNode($"Job {job.Id} is {job.Status.Name()} (explained above).", []);
        return job.Status switch
        {
            JobStatus.Queued => Queued(context, job, seen),
            JobStatus.Waiting => Waiting(context, job, seen),
            JobStatus.Canceling => new WhyNode($"Job {job.Id} is being canceled: the step of {Name(job)} before its locks has been asked to stop.", []),
            _ => Running(context, job),
        };
    }

    private static WhyNode Queued(QueryContext context, Job job, HashSet<long> seen)
    {
        var state = context.State;
        var open = job.Ops.Where(op => !op.Status.IsFinal()).SelectMany(op => op.Depends)
            .Where(d => d.JobId < job.Id && state.Unfinished(d.JobId) is not null)
            .Select(d => d.JobId).Distinct().ToList();
        if (open.Count > 0)
            return new WhyNode(
                $"Job {job.Id} is queued: it depends on {Jobs(open)}, which {(open.Count == 1 ? "has" : "have")} not ended.",
                [.. open.Take(MaxChildren).Select(id => Explain(context, state.Jobs[id], seen))]);
        if (state.Queue.Held.TryGetValue(job.Id, out var held))
            return new WhyNode($"Job {job.Id} is queued: {held.Reason}.", []);

        var pool = job.Pool;
        var limits = context.Kernel.Model.Limits(pool, state);
        var tracked = state.Queue.TrackedByPool.GetValueOrDefault(pool);
        if (tracked >= limits.Tracked)
        {
            var ahead = state.Queue.Ready.GetValueOrDefault(pool, []).IndexOf(new QueuedKey(job.Priority, job.Id));
            return new WhyNode(
                $"Job {job.Id} is queued: {tracked} jobs of the class '{pool}' have left the queue, and that is the limit; {ahead} jobs stand before it.", []);
        }
        return new WhyNode($"Job {job.Id} is queued and leaves the queue at the next turn.", []);
    }

    private static WhyNode Waiting(QueryContext context, Job job, HashSet<long> seen)
    {
        var state = context.State;
        if (state.Queue.Preparing.Contains(job.Id))
            return new WhyNode($"Job {job.Id} is waiting: the step of {Name(job)} before its locks is running{WaitsFor(context, job)}.", []);
        if (state.Locks.Explain(job.Id) is not { } wait)
            return new WhyNode($"Job {job.Id} is waiting and gets its locks at the next turn.", []);

        var effective = state.Locks.EffectivePriority(state.Locks.Waiting(job.Id)!, context.Now);
        var children = new List<WhyNode>();
        foreach (var blocker in wait.Blockers.Take(MaxChildren))
            children.Add(new WhyNode(LockWording.Describe(context.Kernel.Model, state, blocker), Behind(context, blocker.Owner, seen)));
        // The sentence says already of one that is alone.
        children.AddRange(wait.Closed.Take(wait.Blockers.IsEmpty && wait.Closed.Length == 1 ? 0 : MaxChildren).Select(closed => new WhyNode(LockWording.Describe(context.Kernel.Model, state, closed), [])));
        if (wait.Blockers.IsEmpty && wait.Closed.IsEmpty && wait.Pool is { } full)
            return new WhyNode(
                $"Job {job.Id} waits for one of the {full.Capacity} places of the class '{full.Name}', which are all taken.", children);
        return new WhyNode(
            $"Job {job.Id} waits for {LockWording.Summary(context.Kernel.Model, state, wait)} (effective priority {effective}).", children);
    }

    private static IReadOnlyList<WhyNode> Behind(QueryContext context, long owner, HashSet<long> seen) =>
        context.State.Jobs.GetValueOrDefault(owner) is Job other ? [Explain(context, other, seen)] : [];

    private static WhyNode Running(QueryContext context, Job job)
    {
        var text = $"Job {job.Id} is running {Name(job)}{WaitsFor(context, job)}";
        if (job.CancelRequested is { } asked)
            text += $"; cancel was asked for {(context.Now - asked).TotalSeconds:0} s ago";
        return new WhyNode(text + ".", []);
    }

    private static string WaitsFor(QueryContext context, Job job) =>
        context.Kernel.WaitsFor(job.Id) is { } what ? $", which waits for {what}" : "";

    private static string Name(Job job) => job.Ops[job.Current].Summary;

    private static string Jobs(List<long> ids) => ids.Count == 1 ? $"job {ids[0]}" : $"jobs {string.Join(", ", ids.Take(MaxChildren))}";
}
