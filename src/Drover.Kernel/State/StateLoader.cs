using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Drover.Kernel.Configuration;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;

namespace Drover.Kernel.State;

/// <summary>Makes the state from the store's rows at start: objects, unfinished jobs, and the index of finished ones.</summary>
internal static class StateLoader
{
    public static KernelState Load(KernelModel model, IStore store, long term)
    {
        var (objects, renewed) = ReadObjects(model, store);
        if (renewed.Count > 0)
            store.Append(term, store.Head.Sequence, [], renewed);

        using var reader = store.Read();
        var jobs = ImmutableSortedDictionary.CreateBuilder<long, JobEntry>();
        var serials = ImmutableDictionary.CreateBuilder<long, int>();
        foreach (var job in Decoded(reader.Jobs(JobPhase.Unfinished), RowProjection.Decode))
            jobs.Add(job.Id, job);
        // Only what runs, or has run before a crash, writes a log.
        foreach (var job in jobs.Values)
            if (job.Started is not null && reader.LastLogSerial(job.Id) is var serial and > 0)
                serials.Add(job.Id, serial);
        foreach (var job in Decoded(reader.Jobs(JobPhase.Finished, withBody: false), row => RowProjection.DecodeIndex(row.Id, row.Index.Span)))
            jobs.Add(job.Id, job);

        return model.EmptyState with
        {
            Sequence = store.Head.Sequence,
            Hash = store.Head.Hash,
            Time = store.Head.Time,
            Objects = objects,
            Jobs = jobs.ToImmutable(),
            LogSerials = serials.ToImmutable(),
        };
    }

    /// <summary>Decodes rows on all processors while they are read, and gives them out in their order.</summary>
    private static IEnumerable<T> Decoded<T>(IEnumerable<StoredJob> rows, Func<StoredJob, T> decode)
    {
        using var decoded = rows.AsParallel().AsOrdered().Select(decode).GetEnumerator();
        while (MoveNext())
            yield return decoded.Current;

        bool MoveNext()
        {
            try
            {
                return decoded.MoveNext();
            }
            catch (AggregateException e)
            {
                ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
                throw;
            }
        }
    }

    /// <summary>Reads all objects. Those that an earlier program wrote in an older form are to be written anew, so that rows are always
    /// what a replay makes.</summary>
    private static (ObjectTable Objects, List<RowChange> Renewed) ReadObjects(KernelModel model, IStore store)
    {
        using var reader = store.Read();
        var (objects, renewed) = (ObjectTable.Empty, new List<RowChange>());
        foreach (var row in reader.Objects())
        {
            var kind = model.Codec.Kind(row.ObjectKind);
            var value = kind.Decode(row.Body.Span, row.Version);
            objects = objects.With(row.ObjectKind, row.Key, value);
            if (row.Version < kind.Version)
                renewed.Add(new ObjectRow(row.ObjectKind, row.Key, kind.Version, kind.Encode(value)));
        }
        return (objects, renewed);
    }
}
