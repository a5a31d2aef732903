using Drover.Storage.Sqlite;

namespace Drover.Storage.Schema;

/// <summary>Tables of format 2, as <c>docs/formats/journal.md</c> describes them.</summary>
internal static class StoreSchema
{
    /// <summary>The format that this program writes and the newest that it reads.</summary>
    internal const int Format = 2;

    // "DROV": tells our database from any other SQLite file.
    private const int ApplicationId = 0x44524f56;

    // The phase of a job is a letter, since SQLite stores 0 and 1 in no bytes and 2 in one: a job that is archived
    // would change its size and be written anew with its whole body. Checks and small columns stand before bodies,
    // so that reading them does not walk the pages of a long body.
    private static readonly IReadOnlyList<(string Name, string Sql)> s_objects =
    [
        ("journal", "CREATE TABLE journal (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, hash BLOB NOT NULL, payload BLOB NOT NULL)"),
        ("jobs", "CREATE TABLE jobs (id INTEGER PRIMARY KEY, phase TEXT NOT NULL, idx_check INTEGER NOT NULL, body_check INTEGER NOT NULL, ops INTEGER NOT NULL, idx BLOB NOT NULL, body BLOB NOT NULL)"),
        ("jobs_finished", "CREATE INDEX jobs_finished ON jobs (phase) WHERE phase = 'f'"),
        ("jobs_unfinished", "CREATE INDEX jobs_unfinished ON jobs (phase) WHERE phase = 'u'"),
        ("job_ops", "CREATE TABLE job_ops (job INTEGER NOT NULL, op INTEGER NOT NULL, row_check INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (job, op)) WITHOUT ROWID"),
        ("objects", "CREATE TABLE objects (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, row_check INTEGER NOT NULL, body BLOB NOT NULL)"),
        ("objects_name", "CREATE UNIQUE INDEX objects_name ON objects (kind, key)"),
        ("job_logs", "CREATE TABLE job_logs (job INTEGER NOT NULL, serial INTEGER NOT NULL, opcode INTEGER NOT NULL, time INTEGER NOT NULL, type TEXT NOT NULL, row_check INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (job, serial)) WITHOUT ROWID"),
        ("tokens", "CREATE TABLE tokens (principal TEXT NOT NULL, token TEXT NOT NULL, time INTEGER NOT NULL, row_check INTEGER NOT NULL, digest BLOB NOT NULL, answer BLOB NOT NULL, PRIMARY KEY (principal, token)) WITHOUT ROWID"),
        ("tokens_time", "CREATE INDEX tokens_time ON tokens (time)"),
        ("table_rows", "CREATE TABLE table_rows (name TEXT NOT NULL, key TEXT NOT NULL, idx TEXT NOT NULL, version INTEGER NOT NULL, row_check INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID"),
        ("table_rows_index", "CREATE INDEX table_rows_index ON table_rows (name, idx, key)"),
        ("tally", "CREATE TABLE tally (id INTEGER PRIMARY KEY, commits INTEGER NOT NULL, seq INTEGER NOT NULL, unfinished INTEGER NOT NULL, finished INTEGER NOT NULL, archived INTEGER NOT NULL, objects INTEGER NOT NULL, base_unfinished INTEGER NOT NULL, base_finished INTEGER NOT NULL, base_archived INTEGER NOT NULL, base_objects INTEGER NOT NULL, row_check INTEGER NOT NULL)"),
        ("base_jobs", "CREATE TABLE base_jobs (id INTEGER PRIMARY KEY, phase TEXT NOT NULL, idx_check INTEGER NOT NULL, body_check INTEGER NOT NULL, ops INTEGER NOT NULL, idx BLOB NOT NULL, body BLOB NOT NULL)"),
        ("base_job_ops", "CREATE TABLE base_job_ops (job INTEGER NOT NULL, op INTEGER NOT NULL, row_check INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (job, op)) WITHOUT ROWID"),
        ("base_objects", "CREATE TABLE base_objects (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, row_check INTEGER NOT NULL, body BLOB NOT NULL)"),
        ("base_objects_name", "CREATE UNIQUE INDEX base_objects_name ON base_objects (kind, key)"),
        ("meta", "CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID"),
    ];

    /// <summary>Settings of every connection.</summary>
    internal static void ConfigureWriter(SqliteConnection connection)
    {
        // 64 MiB: the log is cut back to that after a long reader has let it grow.
        connection.Execute("PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16384; PRAGMA secure_delete=OFF;");
    }

    /// <summary>True when the database holds nothing at all.</summary>
    internal static bool IsEmpty(SqliteConnection connection) =>
        connection.Scalar("SELECT count(*) FROM sqlite_schema") == 0 && connection.Scalar("PRAGMA user_version") == 0;

    /// <summary>Makes the tables in one transaction.</summary>
    internal static void Create(SqliteConnection connection)
    {
        connection.Execute("PRAGMA journal_mode=WAL;");
        connection.Execute("BEGIN IMMEDIATE");
        foreach (var (_, sql) in s_objects)
            connection.Execute(sql);
        connection.Execute($"PRAGMA application_id={ApplicationId}; PRAGMA user_version={Format};");
        connection.Execute($"INSERT INTO meta (key, value) VALUES ('format', {Format}), ('term', 0)");
        new Tally { Commits = 1 }.Write(connection);
        connection.Execute("COMMIT");
    }

    /// <summary>Makes those tables that are not there, and notes the format; within a transaction of the caller.</summary>
    internal static void Complete(SqliteConnection connection)
    {
        foreach (var (name, sql) in s_objects)
            if (connection.Scalar($"SELECT count(*) FROM sqlite_schema WHERE name = '{name}'") == 0)
                connection.Execute(sql);
        connection.Execute($"PRAGMA user_version={Format}; UPDATE meta SET value={Format} WHERE key='format'");
    }

    /// <summary>Compares the database with what this program knows. Answers its format, which is this one or one that can be upgraded.</summary>
    /// <exception cref="Kernel.Journal.StoreException">It is of a newer format.</exception>
    /// <exception cref="SqliteException">Its definitions are not those of its format.</exception>
    internal static int Check(SqliteConnection connection, string directory)
    {
        var format = connection.Scalar("PRAGMA user_version");
        if (connection.Scalar("PRAGMA application_id") != ApplicationId)
            throw SqliteException.Damage("the file is a database of another program");
        if (format > Format)
            throw StoreErrors.NewerFormat(directory, format);
        if (format < 1 || connection.Scalar("SELECT value FROM meta WHERE key='format'") != format)
            throw SqliteException.Damage($"format {format} never existed");
        var expected = format == 1 ? Format1.Objects : s_objects;
        using var found = connection.Prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
        var count = 0;
        for (; found.Step(); count++)
        {
            if (!expected.Contains((found.Text(0), found.Text(1))))
                throw SqliteException.Damage($"the definition of {found.Text(0)} was changed");
        }
        if (count != expected.Count)
            throw SqliteException.Damage($"{expected.Count} tables and indexes belong here, {count} are there");
        return (int)format;
    }
}
