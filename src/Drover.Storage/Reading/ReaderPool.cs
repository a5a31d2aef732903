using Drover.Storage.Sqlite;

namespace Drover.Storage.Reading;

/// <summary>Read connections, kept for reuse up to a number.</summary>
internal sealed class ReaderPool(string path, int keep) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<SqliteConnection> _idle = new();
    private bool _closed;

    internal string Path => path;

    internal SqliteConnection Take()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteStore));
            if (_idle.TryPop(out var connection))
                return connection;
        }
        var opened = SqliteConnection.Open(path, create: false);
        opened.Execute("PRAGMA query_only=ON;");
        return opened;
    }

    internal void Return(SqliteConnection connection)
    {
        lock (_gate)
        {
            if (!_closed && _idle.Count < keep)
            {
                _idle.Push(connection);
                return;
            }
        }
        connection.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_idle.TryPop(out var connection))
                connection.Dispose();
        }
    }
}
