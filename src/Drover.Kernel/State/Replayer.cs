using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;

namespace Drover.Kernel.State;

/// <summary>What a replay found.</summary>
/// <param name="Records">Records replayed.</param>
/// <param name="Problems">Each difference between the rows made by the replay and the rows that are stored, or why no replay was possible.</param>
public sealed record ReplayReport(long Records, IReadOnlyList<string> Problems);

/// <summary>Applies the journal to the empty state again and compares the rows it makes with the stored ones.</summary>
public static class Replayer
{
    private const int MaxProblems = 50;

    /// <summary>Replays a consistent view of the store.</summary>
    /// <param name="model">What the domains have described.</param>
    /// <param name="reader">The view.</param>
    /// <param name="live">The state at the same moment, whose queue and locks are compared too; null when no daemon runs on the store.</param>
    public static ReplayReport Replay(KernelModel model, IStoreReader reader, KernelState? live = null)
    {
        if (reader.Anchor.Sequence > 0)
            return new ReplayReport(0,
                [$"The journal was cut at record {reader.Anchor.Sequence} by retention, so its rows cannot be made again from empty."]);

        var state = model.EmptyState;
        var projection = new RowProjection(model.Codec);
        var made = new Rows();
        var problems = new List<string>();
        long count = 0;
        foreach (var record in reader.Journal())
        {
            count++;
            try
            {
                var happening = model.Codec.Decode(record.Kind, record.Payload.Span);
                state = Applier.Apply(state, happening, record.Time);
                made.Take(projection.Rows(state, [happening]));
                state = Applier.Settle(state);
            }
            catch (Exception e) when (e is InvalidOperationException or DroverException or System.Text.Json.JsonException)
            {
                problems.Add($"Record {record.Sequence} ({record.Kind}) cannot be applied: {e.Message}");
                return new ReplayReport(count, problems);
            }
        }
        made.Compare(reader, problems);
        if (live is not null)
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

    private sealed class Rows
    {
        private readonly Dictionary<long, JobRow> _jobs = [];
        private readonly Dictionary<(string, string), ReadOnlyMemory<byte>> _objects = [];

        public void Take(List<RowChange> rows)
        {
            foreach (var row in rows)
                switch (row)
                {
                    case JobRow job:
                        _jobs[job.Id] = job;
                        break;
                    case JobArchival archival:
                        foreach (var id in archival.Ids)
                            _jobs[id] = _jobs[id] with { Phase = JobPhase.Archived };
                        break;
                    case ObjectRow { Body: { } body } stored:
                        _objects[(stored.ObjectKind, stored.Key)] = body;
                        break;
                    case ObjectRow removed:
                        _objects.Remove((removed.ObjectKind, removed.Key));
                        break;
                }
        }

        public void Compare(IStoreReader reader, List<string> problems)
        {
            foreach (var phase in Enum.GetValues<JobPhase>())
                foreach (var stored in reader.Jobs(phase))
                {
                    if (!_jobs.Remove(stored.Id, out var row))
                        Add(problems, $"Job {stored.Id} is stored, but the journal does not make it.");
                    else if (row.Phase != stored.Phase || !SaysTheSame(row, stored))
                        Add(problems, $"Job {stored.Id} is stored otherwise than the journal makes it.");
                }
            foreach (var id in _jobs.Keys.Order())
                Add(problems, $"Job {id} is in the journal, but not stored.");

            foreach (var stored in reader.Objects())
            {
                if (!_objects.Remove((stored.ObjectKind, stored.Key), out var body))
                    Add(problems, $"The {stored.ObjectKind} '{stored.Key}' is stored, but the journal does not make it.");
                else if (!body.Span.SequenceEqual(stored.Body.Span))
                    Add(problems, $"The {stored.ObjectKind} '{stored.Key}' is stored otherwise than the journal makes it.");
            }
            foreach (var (kind, key) in _objects.Keys.Order())
                Add(problems, $"The {kind} '{key}' is in the journal, but not stored.");
        }

        /// <summary>A row that an earlier version wrote in an older form says the same when it reads as the same job.</summary>
        private static bool SaysTheSame(JobRow row, StoredJob stored)
        {
            if (IsSame(row, stored.Body, stored.Index))
                return true;
            try
            {
                var body = RowProjection.Encode(RowProjection.Decode(stored.Id, stored.Body.Span)).Body;
                return IsSame(row, body, stored.Index.IsEmpty
                    ? stored.Index
                    : RowProjection.Encode(RowProjection.DecodeIndex(stored.Id, stored.Index.Span)));
            }
            catch (System.Text.Json.JsonException)
            {
                return false;
            }
        }

        private static bool IsSame(JobRow row, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> index) =>
            row.Body.Span.SequenceEqual(body.Span) && row.Index.Span.SequenceEqual(index.Span);

        private static void Add(List<string> problems, string text)
        {
            if (problems.Count < MaxProblems)
                problems.Add(text);
        }
    }
}
