using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>Finds jobs wherever they are: unfinished ones in memory, finished and archived ones in their rows.</summary>
internal static class JobLookup
{
    /// <exception cref="RequestException">There is no such job.</exception>
    public static (Job Job, bool Archived) Get(QueryContext context, long id)
    {
        if (context.State.Unfinished(id) is { } job)
            return (job, false);
        var stored = context.Store.Job(id) ?? throw RequestException.NoSuchJob(id);
        return (RowProjection.Decode(id, stored.Body.Span), stored.Phase == JobPhase.Archived);
    }

    /// <summary>Status of a job without its body; null when there is no such job.</summary>
    public static JobStatus? Status(QueryContext context, long id)
    {
        if (context.State.Jobs.TryGetValue(id, out var entry))
            return entry.Status;
        return context.Store.Job(id) is { Phase: not JobPhase.Unfinished } stored
            ? RowProjection.DecodeIndex(id, stored.Index.Span).Status
            : null;
    }
}
