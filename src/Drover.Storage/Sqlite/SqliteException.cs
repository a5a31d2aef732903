namespace Drover.Storage.Sqlite;

/// <summary>A call into SQLite failed. Never leaves this assembly: see <see cref="StoreErrors"/>.</summary>
internal sealed class SqliteException(int code, string message) : Exception(message)
{
    /// <summary>Extended result code.</summary>
    internal int Code => code;

    private int Primary => code & 0xff;

    /// <summary>Content that cannot be what was written.</summary>
    internal bool IsDamage => Primary is SqliteResult.Corrupt or SqliteResult.NotADatabase
        || code is SqliteResult.IoErrorShortRead or SqliteResult.IoErrorRead;

    /// <summary>The disk, or a quota, has no room. SQLite reports a quota as a plain write error.</summary>
    internal bool IsSpace => Primary == SqliteResult.Full
        || code is SqliteResult.IoErrorWrite or SqliteResult.IoErrorSharedMemorySize;

    /// <summary>The kernel could not say that data reached the disk. What is there now is unknown and no retry can tell.</summary>
    internal bool IsSync => code is SqliteResult.IoErrorSync or SqliteResult.IoErrorDirectorySync;

    internal static SqliteException Damage(string what) => new(SqliteResult.Corrupt, what);
}
