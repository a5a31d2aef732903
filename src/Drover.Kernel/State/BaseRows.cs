using System.Buffers.Binary;
using System.Security.Cryptography;
using Drover.Kernel.Configuration;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;

namespace Drover.Kernel.State;

/// <summary>The rows as of the front of the journal. Retention moves them on over the records that it removes, so that a replay can
/// begin where the journal begins.</summary>
public static class BaseRows
{
    /// <summary>What some records, which follow the base rows of <paramref name="reader"/>, change in them. Of the state only what the
    /// records touch is made.</summary>
    internal static List<RowChange> Advance(KernelModel model, IStoreReader reader, IEnumerable<JournalRecord> records)
    {
        var before = model.EmptyState with { Objects = QueueObject(model, reader) };
        var state = before;
        var happenings = new List<Event>();
        var known = new HashSet<long>();
        foreach (var record in records)
        {
            var happening = model.Codec.Decode(record.Kind, record.Payload.Span);
            happenings.Add(happening);
            var touched = new TouchedRows();
            touched.Add(happening);
            foreach (var id in touched.Jobs)
                if (known.Add(id) && reader.Base.Job(id) is { Phase: JobPhase.Unfinished } row)
                {
                    var job = RowProjection.Decode(row);
                    (before, state) = (before with { Jobs = before.Jobs.Add(id, job) }, state with { Jobs = state.Jobs.Add(id, job) });
                }
            state = JobReducer.Apply(state, happening, record.Time);
        }

        var rows = new List<RowChange>();
        foreach (var row in new RowProjection(model.Codec).Rows(before, state, happenings))
        {
            // Rows of tables are kept once only: docs/adr/0010-tables-in-the-store.md.
            if (row is TableRow or TableCut)
                continue;
            if (row is JobRow { Phase: JobPhase.Finished } finished)
                rows.Add(Digest(RowProjection.Encode(state.JustFinished[finished.Id])));
            else if (row is not OpcodeRow opcode || !state.JustFinished.ContainsKey(opcode.JobId))
                rows.Add(row);
        }
        return rows;
    }

    /// <summary>The base row of a finished job: its index is only how it ended, its body SHA-256 over all its rows, since such a job changes
    /// no more.</summary>
    public static JobRow Digest(IReadOnlyList<RowChange> rows)
    {
        var job = (JobRow)rows[0];
        return Digest(job.Id, job.Phase, job.Index, job.Body, rows.Skip(1).Cast<OpcodeRow>().Select(op => op.Body));
    }

    /// <summary>The base row of a job that is stored as finished or archived.</summary>
    public static JobRow Digest(StoredJob job) => Digest(job.Id, job.Phase, job.Index, job.Body, job.Opcodes);

    private static JobRow Digest(
        long id, JobPhase phase, ReadOnlyMemory<byte> index, ReadOnlyMemory<byte> body, IEnumerable<ReadOnlyMemory<byte>> opcodes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in opcodes.Prepend(body).Prepend(index))
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(part.Span);
        }
        var end = RowProjection.Encode(new FinishedJob { FinalStatus = RowProjection.DecodeIndex(id, index.Span).Status });
        return new JobRow(id, phase, end, hash.GetHashAndReset());
    }

    // The one object that is changed and not just replaced.
    private static ObjectTable QueueObject(KernelModel model, IStoreReader reader)
    {
        foreach (var row in reader.Base.Objects())
            if (row.ObjectKind == QueueState.Kind.Name)
                return ObjectTable.Empty.With(row.ObjectKind, row.Key, model.Codec.Kind(row.ObjectKind).Decode(row.Body.Span, row.Version));
        return ObjectTable.Empty;
    }
}
