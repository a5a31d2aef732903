using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Writing;

/// <summary>Writes job rows and keeps their tally.</summary>
internal static class JobRows
{
    private const string PhaseSql = "SELECT phase FROM jobs WHERE id = ?1";
    private const string InsertSql = "INSERT INTO jobs (id, phase, idx_check, body_check, idx, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    private const string UpdateSql = "UPDATE jobs SET phase = ?2, idx_check = ?3, body_check = ?4, idx = ?5, body = ?6 WHERE id = ?1";
    private const string ArchiveSql = "UPDATE jobs SET phase = 'a', idx_check = idx_check + 1 WHERE id = ?1 AND phase = 'f'";

    internal static Tally Write(SqliteConnection connection, JobRow row, Tally tally)
    {
        var before = Phase(connection, row.Id);
        using var rented = connection.Use(before is null ? InsertSql : UpdateSql);
        rented.Statement.Bind(1, row.Id).Bind(2, Letter(row.Phase)).Bind(3, IndexCheck(row.Id, row.Phase, row.Index.Span))
            .Bind(4, BodyCheck(row.Id, row.Body.Span)).Bind(5, row.Index.Span).Bind(6, row.Body.Span).Run();
        if (before == row.Phase)
            return tally;
        return Count(before is null ? tally : Count(tally, before.Value, -1), row.Phase, +1);
    }

    internal static Tally Archive(SqliteConnection connection, JobArchival archival, Tally tally)
    {
        using var rented = connection.Use(ArchiveSql);
        long moved = 0;
        foreach (var id in archival.Ids)
        {
            rented.Statement.Bind(1, id).Run();
            moved += connection.Changes;
        }
        return tally with { Finished = tally.Finished - moved, Archived = tally.Archived + moved };
    }

    internal static string Letter(JobPhase phase) => phase switch
    {
        JobPhase.Unfinished => "u",
        JobPhase.Finished => "f",
        JobPhase.Archived => "a",
        _ => throw StoreErrors.BadBatch($"there is no job phase {phase}"),
    };

    internal static JobPhase Phase(string letter) => letter switch
    {
        "u" => JobPhase.Unfinished,
        "f" => JobPhase.Finished,
        "a" => JobPhase.Archived,
        _ => throw SqliteException.Damage($"a job has phase \"{letter}\""),
    };

    /// <summary>Checksum of the index entry. The phase is added to it, so that archiving needs neither entry nor body.</summary>
    internal static long IndexCheck(long id, JobPhase phase, ReadOnlySpan<byte> index)
    {
        var check = new Checksum();
        check.Add(id);
        check.Add(index);
        return check.Value + (long)phase;
    }

    internal static long BodyCheck(long id, ReadOnlySpan<byte> body)
    {
        var check = new Checksum();
        check.Add(id);
        check.Add(body);
        return check.Value;
    }

    private static JobPhase? Phase(SqliteConnection connection, long id)
    {
        using var rented = connection.Use(PhaseSql);
        return rented.Statement.Bind(1, id).Step() ? Phase(rented.Statement.Text(0)) : null;
    }

    private static Tally Count(Tally tally, JobPhase phase, int change) => phase switch
    {
        JobPhase.Unfinished => tally with { Unfinished = tally.Unfinished + change },
        JobPhase.Finished => tally with { Finished = tally.Finished + change },
        _ => tally with { Archived = tally.Archived + change },
    };
}
