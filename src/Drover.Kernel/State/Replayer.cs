using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;

namespace Drover.Kernel.State;

/// <summary>What a replay found.</summary>
/// <param name="Records">Records replayed.</param>
/// <param name="Problems">Each difference between the rows made by the replay and the rows that are stored, or why no replay was possible.</param>
public sealed record ReplayReport(long Records, IReadOnlyList<string> Problems);

/// <summary>Applies the journal again to the rows as they were at its beginning, and compares what this makes with what there is.</summary>
public static class Replayer
{
    /// <summary>Replays a consistent view of the store.</summary>
    /// <param name="model">What the domains have described.</param>
    /// <param name="reader">The view.</param>
    /// <param name="live">The state at the same moment, whose queue and locks are compared too; null when no daemon runs on the store. They begin
    /// anew with each start, so they are not compared when retention has removed the record of the last one.</param>
    /// <param name="told">Hears before each record how many have been replayed.</param>
    public static ReplayReport Replay(KernelModel model, IStoreReader reader, KernelState? live = null, Action<long>? told = null)
    {
        var projection = new RowProjection(model.Codec);
        var rows = new ReplayedRows(model);
        var state = rows.Begin(reader.Base);
        var start = live is null ? null : reader.JournalBackwards().FirstOrDefault(record => record.Kind == "jobs-recovered")?.Sequence;
        var problems = new List<string>();
        long count = 0;
        foreach (var record in reader.Journal(reader.Anchor.BaseSequence))
        {
            told?.Invoke(count);
            count++;
            try
            {
                var happening = model.Codec.Decode(record.Kind, record.Payload.Span);
                var next = record.Sequence >= start
                    ? Applier.Apply(state, happening, record.Time)
                    : JobReducer.Apply(state, happening, record.Time);
                rows.Take(projection.Rows(state, next, [happening]));
                state = Applier.Settle(next);
            }
            catch (Exception e) when (e is InvalidOperationException or DroverException or System.Text.Json.JsonException)
            {
                problems.Add($"Record {record.Sequence} ({record.Kind}) cannot be applied: {e.Message}");
                return new ReplayReport(count, problems);
            }
        }
        rows.Compare(reader, problems);
        if (live is not null && start > reader.Anchor.BaseSequence)
            CompareVolatile(state, live, reader, problems);
        return new ReplayReport(count, problems);
    }

    private static void CompareVolatile(KernelState replayed, KernelState live, IStoreReader reader, List<string> problems)
    {
        // Log entries are rows, not records: how many a job has is told by them.
        foreach (var job in replayed.Jobs.Values.OfType<Job>())
            if (reader.LastLogSerial(job.Id) is var serial and > 0)
                replayed = Applier.Apply(replayed, new LogRow(job.Id, serial, 0, default, "", default));
        if (StateDigest.OfVolatile(replayed) != StateDigest.OfVolatile(live))
            problems.Add("Queue and locks are otherwise than the journal makes them. Restart the daemon: a start makes them anew from the jobs.");
    }
}
