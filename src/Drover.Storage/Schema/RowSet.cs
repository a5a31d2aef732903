using Drover.Kernel.Journal;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Schema;

/// <summary>A set of tables with jobs and objects, and the statements that it is read and written with: the rows of now, or the base rows.</summary>
internal sealed class RowSet
{
    private const string Index = "id, idx_check, idx";
    private const string Whole = "id, idx_check, idx, body_check, ops, body";

    private readonly string _jobs;

    private RowSet(string prefix, bool isIndexed)
    {
        (_jobs, IsIndexed) = ($"{prefix}jobs", isIndexed);
        var (ops, objects) = ($"{prefix}job_ops", $"{prefix}objects");
        FindJob = $"SELECT phase, ops FROM {_jobs} WHERE id = ?1";
        InsertJob = $"INSERT INTO {_jobs} (id, phase, idx_check, body_check, ops, idx, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        UpdateJob = $"UPDATE {_jobs} SET phase = ?2, idx_check = ?3, body_check = ?4, ops = ?5, idx = ?6, body = ?7 WHERE id = ?1";
        ArchiveJob = $"UPDATE {_jobs} SET phase = 'a', idx_check = idx_check + 1 WHERE id = ?1 AND phase = 'f'";
        JobRange = $"SELECT {Whole}, phase FROM {_jobs} WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
        PutOpcode = $"REPLACE INTO {ops} (job, op, row_check, body) VALUES (?1, ?2, ?3, ?4)";
        DropOpcodes = $"DELETE FROM {ops} WHERE job = ?1 AND op >= ?2";
        Opcodes = $"SELECT op, row_check, body FROM {ops} WHERE job = ?1 ORDER BY op";
        InsertObject = $"INSERT INTO {objects} (kind, key, version, row_check, body) VALUES (?1, ?2, ?3, ?4, ?5)";
        UpdateObject = $"UPDATE {objects} SET version = ?3, row_check = ?4, body = ?5 WHERE kind = ?1 AND key = ?2";
        DeleteObject = $"DELETE FROM {objects} WHERE kind = ?1 AND key = ?2";
        Objects = $"SELECT kind, key, version, row_check, body FROM {objects} ORDER BY id";
        LostOpcodes = $"SELECT count(*) FROM {ops} WHERE NOT EXISTS (SELECT 1 FROM {_jobs} WHERE id = job AND op < ops)";
    }

    /// <summary>The rows of now.</summary>
    internal static RowSet Live { get; } = new("", isIndexed: true);

    /// <summary>The rows as of the front of the journal.</summary>
    internal static RowSet Base { get; } = new("base_", isIndexed: false);

    internal string FindJob { get; }
    internal string InsertJob { get; }
    internal string UpdateJob { get; }
    internal string ArchiveJob { get; }

    /// <summary>Jobs of any phase, from one id to another.</summary>
    internal string JobRange { get; }

    internal string PutOpcode { get; }
    internal string DropOpcodes { get; }
    internal string Opcodes { get; }
    internal string InsertObject { get; }
    internal string UpdateObject { get; }
    internal string DeleteObject { get; }
    internal string Objects { get; }

    /// <summary>Counts opcodes that belong to no job.</summary>
    internal string LostOpcodes { get; }

    private bool IsIndexed { get; }

    /// <summary>Jobs of a phase after an id.</summary>
    internal string Jobs(JobPhase phase, bool withBody) =>
        $"SELECT {(withBody ? Whole : Index)} FROM {From(phase)} AND id > ?1 ORDER BY id LIMIT ?2";

    /// <summary>Jobs of a phase before an id, without bodies.</summary>
    internal string JobsBackwards(JobPhase phase) => $"SELECT {Index} FROM {From(phase)} AND id < ?1 ORDER BY id DESC";

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

    // Archived jobs are most of the table, so they have no index of their own.
    private string From(JobPhase phase)
    {
        var index = (IsIndexed, phase) switch
        {
            (true, JobPhase.Unfinished) => " INDEXED BY jobs_unfinished",
            (true, JobPhase.Finished) => " INDEXED BY jobs_finished",
            _ => "",
        };
        return $"{_jobs}{index} WHERE phase = '{Letter(phase)}'";
    }
}
