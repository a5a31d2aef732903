namespace Drover.Storage.Sqlite;

/// <summary>A kept statement in use; disposing gives it back to its connection.</summary>
internal readonly struct RentedStatement(SqliteConnection connection, SqliteStatement statement) : IDisposable
{
    internal SqliteStatement Statement => statement;

    public void Dispose() => connection.Return(statement);
}
