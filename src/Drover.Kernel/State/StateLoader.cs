using System.Collections.Immutable;
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
        foreach (var row in reader.Jobs(JobPhase.Unfinished))
        {
            var job = RowProjection.Decode(row);
            jobs.Add(row.Id, job);
            // Only what runs, or has run before a crash, writes a log.
            if (job.Started is not null && reader.LastLogSerial(row.Id) is var serial and > 0)
                serials.Add(row.Id, serial);
        }
        foreach (var row in reader.Jobs(JobPhase.Finished, withBody: false))
            jobs.Add(row.Id, RowProjection.DecodeIndex(row.Id, row.Index.Span));

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
