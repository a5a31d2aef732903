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
        Renew(model, store, term);
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
            Objects = reader.Objects().Aggregate(ObjectTable.Empty, (objects, row) =>
                objects.With(row.ObjectKind, row.Key, model.Codec.Kind(row.ObjectKind).Decode(row.Body.Span, row.Version))),
            Jobs = jobs.ToImmutable(),
            LogSerials = serials.ToImmutable(),
        };
    }

    /// <summary>Decodes rows, on all processors where there are many, and gives them out in their order.</summary>
    private static IEnumerable<T> Decoded<T>(IEnumerable<StoredJob> rows, Func<StoredJob, T> decode)
    {
        const int Few = 500;
        using var row = rows.GetEnumerator();
        for (var count = 0; count < Few; count++)
        {
            if (!row.MoveNext())
                yield break;
            yield return decode(row.Current);
        }
        foreach (var one in DecodedTogether(Rest(row), decode))
            yield return one;
    }

    private static IEnumerable<StoredJob> Rest(IEnumerator<StoredJob> rows)
    {
        while (rows.MoveNext())
            yield return rows.Current;
    }

    private static IEnumerable<T> DecodedTogether<T>(IEnumerable<StoredJob> rows, Func<StoredJob, T> decode)
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

    /// <summary>Writes objects anew that an earlier program has stored in an older form, so that rows are always what a replay makes.</summary>
    private static void Renew(KernelModel model, IStore store, long term)
    {
        List<RowChange> rows, baseRows;
        long anchor;
        using (var reader = store.Read())
            (rows, baseRows, anchor) = (Renewed(model, reader), Renewed(model, reader.Base), reader.Anchor.Sequence);
        if (rows.Count > 0)
            store.Append(term, store.Head.Sequence, [], rows);
        if (baseRows.Count > 0)
            store.Cut(term, anchor, baseRows);
    }

    private static List<RowChange> Renewed(KernelModel model, IRowReader reader)
    {
        var rows = new List<RowChange>();
        foreach (var row in reader.Objects())
        {
            var kind = model.Codec.Kind(row.ObjectKind);
            if (row.Version >= kind.Version)
                continue;
            var key = kind.ReadKey(row.Key, row.Version);
            if (key != row.Key)
                rows.Add(new ObjectRow(kind.Name, row.Key, kind.Version, null));
            rows.Add(new ObjectRow(kind.Name, key, kind.Version, kind.Encode(kind.Decode(row.Body.Span, row.Version))));
        }
        return rows;
    }
}
