using System.Runtime.InteropServices;
using System.Text;

namespace Drover.Storage.Sqlite;

/// <summary>One connection to the database, used by one thread at a time. Keeps its prepared statements.</summary>
internal sealed unsafe class SqliteConnection : IDisposable
{
    private const int ReadWrite = 0x2, Create = 0x4, NoMutex = 0x8000;
    private const int NoCheckpointOnClose = 1006;
    private const int PassiveCheckpoint = 0;
    private const uint Persistent = 1;

    private readonly Dictionary<string, Stack<SqliteStatement>> _idle = new(StringComparer.Ordinal);
    private nint _connection;
    private int* _walFrames;

    private SqliteConnection(nint connection) => _connection = connection;

    /// <summary>Frames in the write-ahead log after the last commit of this connection.</summary>
    internal int WalFrames => *_walFrames;

    internal bool InTransaction => NativeMethods.AutoCommit(_connection) == 0;

    /// <summary>Rows changed by the last statement.</summary>
    internal int Changes => NativeMethods.Changes(_connection);

    /// <summary>Opens a database file.</summary>
    /// <exception cref="SqliteException">It cannot be opened or is no database.</exception>
    internal static SqliteConnection Open(string path, bool create)
    {
        var result = NativeMethods.Open(path, out var handle, ReadWrite | NoMutex | (create ? Create : 0), 0);
        var connection = new SqliteConnection(handle);
        try
        {
            if (result != SqliteResult.Ok)
                throw connection.Error(result);
            _ = NativeMethods.ExtendedResultCodes(handle, 1);
            _ = NativeMethods.BusyTimeout(handle, 1_000);
            connection._walFrames = (int*)NativeMemory.AllocZeroed(sizeof(int));
            connection.Execute("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;");
            // Setting a hook also switches SQLite's own checkpoints off.
            _ = NativeMethods.WalHook(handle, &OnCommit, (nint)connection._walFrames);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether the last connection to close may move the write-ahead log into the database and delete it.</summary>
    internal void CheckpointOnClose(bool allowed) =>
        _ = NativeMethods.Configure(_connection, NoCheckpointOnClose, allowed ? 0 : 1, 0);

    internal void Execute(string sql)
    {
        var result = NativeMethods.Execute(_connection, sql, 0, 0, 0);
        if (result != SqliteResult.Ok)
            throw Error(result);
    }

    /// <summary>First column of the first row as a number.</summary>
    internal long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Integer(0) : throw SqliteException.Damage($"no row for \"{sql}\"");
    }

    /// <summary>A new statement that the caller owns.</summary>
    internal SqliteStatement Prepare(string sql)
    {
        var text = Encoding.UTF8.GetBytes(sql);
        fixed (byte* data = text)
        {
            var result = NativeMethods.Prepare(_connection, data, text.Length, Persistent, out var statement, 0);
            return result == SqliteResult.Ok ? new SqliteStatement(this, statement, sql) : throw Error(result);
        }
    }

    /// <summary>A kept statement for the caller alone, until disposed.</summary>
    internal RentedStatement Use(string sql) =>
        new(this, _idle.TryGetValue(sql, out var stack) && stack.TryPop(out var statement) ? statement : Prepare(sql));

    internal void Return(SqliteStatement statement)
    {
        statement.Reset();
        if (!_idle.TryGetValue(statement.Sql, out var stack))
            _idle[statement.Sql] = stack = new Stack<SqliteStatement>();
        if (_connection == 0 || stack.Count >= 2)
            statement.Dispose();
        else
            stack.Push(statement);
    }

    /// <summary>Moves what it can from the write-ahead log into the database, without waiting for readers.</summary>
    /// <returns>True when nothing is left to move, so that the next commit starts the log anew.</returns>
    internal bool Checkpoint()
    {
        var result = NativeMethods.Checkpoint(_connection, 0, PassiveCheckpoint, out var frames, out var moved);
        if (result != SqliteResult.Ok)
            throw Error(result);
        return frames == moved;
    }

    internal SqliteException Error(int result)
    {
        if (_connection == 0)
            return new SqliteException(result, "out of memory");
        var code = NativeMethods.ExtendedErrorCode(_connection);
        var text = Marshal.PtrToStringUTF8((nint)NativeMethods.ErrorMessage(_connection));
        // The connection may hold the text of an older call when the failed one never reached it.
        return (code & 0xff) == (result & 0xff)
            ? new SqliteException(code, $"{text} (SQLite {code})")
            : new SqliteException(result, $"SQLite error {result}");
    }

    public void Dispose()
    {
        if (_connection == 0)
            return;
        foreach (var stack in _idle.Values)
            foreach (var statement in stack)
                statement.Dispose();
        _idle.Clear();
        _ = NativeMethods.Close(_connection);
        _connection = 0;
        NativeMemory.Free(_walFrames);
        _walFrames = null;
    }

    [UnmanagedCallersOnly]
    private static int OnCommit(nint context, nint connection, byte* database, int frames)
    {
        *(int*)context = frames;
        return SqliteResult.Ok;
    }
}
