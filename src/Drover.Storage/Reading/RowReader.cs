using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Reading;

/// <summary>Reads jobs and objects of a set of tables. Rows are compared with their checksums, and whole lists with what they must add up
/// to, so that damage is an error and never a shorter list.</summary>
internal sealed class RowReader(SqliteConnection connection, RowSet set, RowCounts counts)
{
    internal IEnumerable<StoredJob> Jobs(JobPhase phase, long afterId, int limit, bool withBody)
    {
        using var rented = connection.Use(set.Jobs(phase, withBody));
        var row = rented.Statement.Bind(1, afterId).Bind(2, limit);
        long count = 0;
        for (; row.Step(); count++)
            yield return Job(row, phase, withBody);
        if (afterId <= 0 && count < limit)
            CheckCount(phase, count);
    }

    internal IEnumerable<StoredJob> JobsBackwards(JobPhase phase, long beforeId)
    {
        using var rented = connection.Use(set.JobsBackwards(phase));
        var row = rented.Statement.Bind(1, beforeId);
        long count = 0;
        for (; row.Step(); count++)
            yield return Job(row, phase, withBody: false);
        if (beforeId == long.MaxValue)
            CheckCount(phase, count);
    }

    internal IEnumerable<StoredJob> Jobs(IReadOnlyList<long> ids)
    {
        using var rented = connection.Use(set.JobRange);
        var row = rented.Statement;
        foreach (var (first, last) in IdRanges.Of(ids))
        {
            row.Reset();
            row.Bind(1, ids[first]).Bind(2, ids[last]);
            for (var next = first; next <= last && row.Step();)
            {
                var id = row.Integer(0);
                while (next <= last && ids[next] < id)
                    next++;
                if (next <= last && ids[next] == id)
                    yield return Job(row, RowSet.Phase(row.Text(6)), withBody: true);
            }
        }
    }

    internal StoredJob? Job(long id) => Jobs([id]).FirstOrDefault();

    internal IEnumerable<StoredObject> Objects()
    {
        using var rented = connection.Use(set.Objects);
        var row = rented.Statement;
        long count = 0;
        for (; row.Step(); count++)
        {
            var found = new StoredObject(row.Text(0), row.Text(1), (int)row.Integer(2), row.Blob(4));
            if (RowChecks.Object(found.ObjectKind, found.Key, found.Version, found.Body.Span) != row.Integer(3))
                throw SqliteException.Damage($"object {found.ObjectKind} {found.Key} does not match its checksum");
            yield return found;
        }
        if (count != counts.Objects)
            throw SqliteException.Damage($"{counts.Objects} objects belong here, {count} are there");
    }

    /// <summary>Reads all rows for their checksums, and looks for opcodes of no job.</summary>
    internal void ReadAll()
    {
        foreach (var phase in Enum.GetValues<JobPhase>())
            foreach (var _ in Jobs(phase, 0, int.MaxValue, withBody: true))
            {
            }
        foreach (var _ in Objects())
        {
        }
        if (connection.Scalar(set.LostOpcodes) is var lost and > 0)
            throw SqliteException.Damage($"{lost} opcodes belong to no job");
    }

    private void CheckCount(JobPhase phase, long count)
    {
        if (count != counts.Jobs(phase))
            throw SqliteException.Damage($"{counts.Jobs(phase)} jobs in phase {phase} belong here, {count} are there");
    }

    private StoredJob Job(SqliteStatement row, JobPhase phase, bool withBody)
    {
        var (id, index) = (row.Integer(0), row.Blob(2));
        if (RowChecks.Index(id, phase, index) != row.Integer(1))
            throw SqliteException.Damage($"the index entry of job {id} does not match its checksum");
        if (!withBody)
            return new StoredJob(id, phase, index, default);
        var (opcodes, body) = (row.Integer(4), row.Blob(5));
        if (RowChecks.Body(id, (int)opcodes, body) != row.Integer(3))
            throw SqliteException.Damage($"the body of job {id} does not match its checksum");
        return new StoredJob(id, phase, index, body) { Opcodes = opcodes == 0 ? [] : Opcodes(id, (int)opcodes) };
    }

    private ReadOnlyMemory<byte>[] Opcodes(long id, int count)
    {
        using var rented = connection.Use(set.Opcodes);
        var row = rented.Statement.Bind(1, id);
        var opcodes = new ReadOnlyMemory<byte>[count];
        var next = 0;
        for (; row.Step(); next++)
        {
            var body = row.Blob(2);
            if (next >= count || row.Integer(0) != next || RowChecks.Opcode(id, next, body) != row.Integer(1))
                throw SqliteException.Damage($"opcode {next} of job {id} is missing, too much, or does not match its checksum");
            opcodes[next] = body;
        }
        return next == count ? opcodes : throw SqliteException.Damage($"job {id} has {next} opcodes instead of {count}");
    }
}
