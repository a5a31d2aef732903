using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>Finds jobs wherever they are: unfinished ones in memory, finished and archived ones in their rows.</summary>
public static class JobLookup
{
    /// <summary>What listings know of a job, archived or not.</summary>
    /// <exception cref="RequestException">There is no such job.</exception>
    /// <exception cref="NotAllowedException">The caller may not view it.</exception>
    public static JobEntry Entry(QueryContext context, long id)
    {
        var entry = context.State.Jobs.GetValueOrDefault(id) ?? Stored(context, id);
        AccessGate.Require(context.Caller, Permission.ToJob(AccessAction.View, entry));
        return entry;
    }

    /// <summary>The whole of a job.</summary>
    public static Job Body(QueryContext context, JobEntry entry) =>
        entry as Job ?? RowProjection.Decode(context.Store.Job(entry.Id)!);

    private static FinishedJob Stored(QueryContext context, long id) =>
        context.Store.Job(id) is { Phase: not JobPhase.Unfinished } stored
            ? RowProjection.DecodeIndex(id, stored.Index.Span)
            : throw RequestException.NoSuchJob(id);
}
