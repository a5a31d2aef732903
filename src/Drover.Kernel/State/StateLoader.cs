using System.Collections.Immutable;
using Drover.Kernel.Configuration;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;

namespace Drover.Kernel.State;

/// <summary>Makes the state from the store's rows at start: objects, unfinished jobs, and the index of finished ones.</summary>
internal static class StateLoader
{
    public static KernelState Load(KernelModel model, IStore store)
    {
        using var reader = store.Read();
        var objects = ObjectTable.Empty;
        foreach (var row in reader.Objects())
            objects = objects.With(row.ObjectKind, row.Key, model.Codec.Kind(row.ObjectKind).Decode(row.Body.Span, row.Version));

        var jobs = ImmutableSortedDictionary.CreateBuilder<long, JobEntry>();
        var serials = ImmutableDictionary.CreateBuilder<long, int>();
        foreach (var row in reader.Jobs(JobPhase.Unfinished))
        {
            jobs.Add(row.Id, RowProjection.Decode(row.Id, row.Body.Span));
            if (reader.LastLogSerial(row.Id) is var serial and > 0)
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
}
