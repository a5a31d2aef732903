using Drover.Kernel.Journal;
using Drover.Kernel.Queries;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>A job as a row of a query: the entry from memory, and its body from the store once a field needs it.</summary>
public sealed class JobView
{
    private readonly Job? _unfinished;
    private Job? _stored;

    private JobView(JobEntry entry, bool archived)
    {
        Entry = entry;
        Archived = archived;
        _unfinished = entry as Job;
    }

    public JobEntry Entry { get; }

    public bool Archived { get; }

    /// <summary>The whole job.</summary>
    public Job Body(QueryContext context) =>
        _unfinished ?? (_stored ??= RowProjection.Decode(Entry.Id, context.Store.Job(Entry.Id)!.Body.Span));

    /// <summary>Listed jobs in order of id; archived ones among them when the query asks for that.</summary>
    public static IEnumerable<JobView> All(QueryContext context) =>
        context.IncludeArchived ? Merge(context) : Listed(context.State);

    /// <summary>Jobs after an id, in order.</summary>
    public static IEnumerable<JobView> After(QueryContext context, long id) => All(context).SkipWhile(view => view.Entry.Id <= id);

    /// <summary>One job by id, archived or not.</summary>
    public static JobView? Find(QueryContext context, long id)
    {
        if (context.State.Jobs.TryGetValue(id, out var entry))
            return new JobView(entry, archived: false);
        return context.Store.Job(id) is { Phase: JobPhase.Archived } stored
            ? new JobView(RowProjection.DecodeIndex(id, stored.Index.Span), archived: true)
            : null;
    }

    private static IEnumerable<JobView> Listed(KernelState state)
    {
        foreach (var entry in state.Jobs.Values)
            yield return new JobView(entry, archived: false);
    }

    private static IEnumerable<JobView> Merge(QueryContext context)
    {
        using var archived = context.Store.Jobs(JobPhase.Archived, withBody: false).GetEnumerator();
        using var listed = context.State.Jobs.Values.GetEnumerator();
        var (moreArchived, moreListed) = (archived.MoveNext(), listed.MoveNext());
        while (moreArchived || moreListed)
        {
            if (moreListed && (!moreArchived || listed.Current.Id <= archived.Current.Id))
            {
                // A job archived after the state was taken is in both; it is shown once, as listed.
                if (moreArchived && archived.Current.Id == listed.Current.Id)
                    moreArchived = archived.MoveNext();
                yield return new JobView(listed.Current, archived: false);
                moreListed = listed.MoveNext();
            }
            else
            {
                var stored = archived.Current;
                yield return new JobView(RowProjection.DecodeIndex(stored.Id, stored.Index.Span), archived: true);
                moreArchived = archived.MoveNext();
            }
        }
    }
}
