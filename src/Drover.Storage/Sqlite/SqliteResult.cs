namespace Drover.Storage.Sqlite;

/// <summary>Result codes of SQLite that the store tells apart (sqlite.org/rescode.html).</summary>
internal static class SqliteResult
{
    internal const int Ok = 0;
    internal const int Error = 1;
    internal const int Busy = 5;
    internal const int IoError = 10;
    internal const int Corrupt = 11;
    internal const int Full = 13;
    internal const int CannotOpen = 14;
    internal const int NotADatabase = 26;
    internal const int Row = 100;
    internal const int Done = 101;

    internal const int IoErrorRead = IoError | (1 << 8);
    internal const int IoErrorShortRead = IoError | (2 << 8);
    internal const int IoErrorWrite = IoError | (3 << 8);
    internal const int IoErrorSync = IoError | (4 << 8);
    internal const int IoErrorDirectorySync = IoError | (5 << 8);
    internal const int IoErrorSharedMemorySize = IoError | (19 << 8);
}
