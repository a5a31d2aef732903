using Drover.Kernel.Journal;
using Drover.Kernel.Queries;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>A job as a row of a query: the entry from memory, and its body from the store once a field needs it.</summary>
public sealed class JobView
{
    private Job? _body;
    private IReadOnlyList<LogRow>? _logs;

    private JobView(JobEntry entry, bool archived)
    {
        Entry = entry;
        Archived = archived;
        _body = entry as Job;
    }

    /// <summary>The job as the state has it.</summary>
    public JobEntry Entry { get; }

    /// <summary>Whether it is archived.</summary>
    public bool Archived { get; }

    /// <summary>The whole job.</summary>
    public Job Body(QueryContext context) =>
        _body ??= context.Bodies.Find(Entry.Id) ?? Read(context, context.Store.Job(Entry.Id)!);

    /// <summary>Its log entries, in order.</summary>
    internal IReadOnlyList<LogRow> Logs(QueryContext context) => _logs ??= context.Store.Logs(Entry.Id);

    /// <summary>Reads bodies that are not at hand yet, in one pass over the store.</summary>
    internal static void FetchBodies(QueryContext context, IReadOnlyList<JobView> views)
    {
        var missing = new SortedDictionary<long, JobView>();
        foreach (var view in views)
            if ((view._body ??= context.Bodies.Find(view.Entry.Id)) is null)
                missing[view.Entry.Id] = view;
        if (missing.Count > 1)
            foreach (var stored in context.Store.Jobs([.. missing.Keys]))
                missing[stored.Id]._body = Read(context, stored);
    }

    /// <summary>Reads log entries in one pass over the store.</summary>
    internal static void FetchLogs(QueryContext context, IReadOnlyList<JobView> views)
    {
        var logs = context.Store.Logs([.. views.Select(view => view.Entry.Id).Order()]).GroupBy(entry => entry.JobId).ToDictionary(job => job.Key, job => job.ToArray());
        foreach (var view in views)
            view._logs = logs.GetValueOrDefault(view.Entry.Id, []);
    }

    /// <summary>Listed jobs in order of id; archived ones among them when the query asks for that.</summary>
    public static IEnumerable<JobView> All(QueryContext context) => After(context, 0);

    /// <summary>Jobs after an id, in order.</summary>
    public static IEnumerable<JobView> After(QueryContext context, long id)
    {
        var listed = context.State.Jobs.Values.SkipWhile(entry => entry.Id <= id);
        return context.IncludeArchived
            ? Merge(context.Store.Jobs(JobPhase.Archived, id, withBody: false), listed, static (listed, archived) => listed <= archived)
            : listed.Select(Listed);
    }

    /// <summary>Jobs before an id, the highest id first.</summary>
    public static IEnumerable<JobView> Before(QueryContext context, long id)
    {
        var listed = context.State.Jobs.Values.Reverse().SkipWhile(entry => entry.Id >= id);
        return context.IncludeArchived
            ? Merge(context.Store.JobsBackwards(JobPhase.Archived, id), listed, static (listed, archived) => listed >= archived)
            : listed.Select(Listed);
    }

    /// <summary>One job by id, archived or not.</summary>
    public static JobView? Find(QueryContext context, long id)
    {
        if (context.State.Jobs.TryGetValue(id, out var entry))
            return new JobView(entry, archived: false);
        return context.Store.Job(id) is { Phase: JobPhase.Archived } stored
            ? new JobView(RowProjection.DecodeIndex(id, stored.Index.Span), archived: true)
            : null;
    }

    private static Job Read(QueryContext context, StoredJob stored)
    {
        var job = RowProjection.Decode(stored);
        context.Bodies.Add(job, stored.Body.Length + stored.Opcodes.Sum(op => op.Length));
        return job;
    }

    private static JobView Listed(JobEntry entry) => new(entry, archived: false);

    private static IEnumerable<JobView> Merge(IEnumerable<StoredJob> archivedJobs, IEnumerable<JobEntry> listedJobs, Func<long, long, bool> isListedFirst)
    {
        using var archived = archivedJobs.GetEnumerator();
        using var listed = listedJobs.GetEnumerator();
        var (moreArchived, moreListed) = (archived.MoveNext(), listed.MoveNext());
        while (moreArchived || moreListed)
        {
            if (moreListed && (!moreArchived || isListedFirst(listed.Current.Id, archived.Current.Id)))
            {
                // A job archived after the state was taken is in both; it is shown once, as listed.
                if (moreArchived && archived.Current.Id == listed.Current.Id)
                    moreArchived = archived.MoveNext();
                yield return Listed(listed.Current);
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
