using System.Buffers;
using System.Text;

namespace Drover.Storage.Sqlite;

/// <summary>A prepared statement. Owned by one connection and used by one thread at a time.</summary>
internal sealed unsafe class SqliteStatement : IDisposable
{
    private const int TypeInteger = 1, TypeText = 3, TypeBlob = 4, TypeNull = 5;

    // SQLITE_TRANSIENT: SQLite makes its own copy before the call returns, so nothing stays pinned.
    private const nint Transient = -1;

    private readonly SqliteConnection _connection;
    private nint _statement;

    internal SqliteStatement(SqliteConnection connection, nint statement, string sql)
    {
        _connection = connection;
        _statement = statement;
        Sql = sql;
    }

    internal string Sql { get; }

    internal SqliteStatement Bind(int index, long value)
    {
        Check(NativeMethods.BindInteger(_statement, index, value));
        return this;
    }

    internal SqliteStatement Bind(int index, string value)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = null;
        var buffer = longest <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(longest);
        var length = Encoding.UTF8.GetBytes(value, buffer);
        fixed (byte* data = buffer)
            Check(NativeMethods.BindText(_statement, index, data, length, Transient));
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    internal SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        // A null pointer would bind NULL instead of an empty blob.
        byte none = 0;
        fixed (byte* data = value)
            Check(NativeMethods.BindBlob(_statement, index, data is null ? &none : data, value.Length, Transient));
        return this;
    }

    /// <summary>True when a row is there to read, false at the end.</summary>
    internal bool Step()
    {
        var result = NativeMethods.Step(_statement);
        if (result == SqliteResult.Row)
            return true;
        if (result == SqliteResult.Done)
            return false;
        var error = _connection.Error(result);
        Reset();
        throw error;
    }

    /// <summary>Runs a statement without rows to its end.</summary>
    internal void Run()
    {
        Step();
        Reset();
    }

    // The result repeats the error of the last step, which was reported already.
    internal void Reset() => _ = NativeMethods.Reset(_statement);

    internal bool IsNull(int column) => NativeMethods.ColumnType(_statement, column) == TypeNull;

    internal long Integer(int column)
    {
        Expect(column, TypeInteger);
        return NativeMethods.ColumnInteger(_statement, column);
    }

    internal string Text(int column)
    {
        Expect(column, TypeText);
        var data = NativeMethods.ColumnText(_statement, column);
        return Encoding.UTF8.GetString(data, NativeMethods.ColumnBytes(_statement, column));
    }

    internal byte[] Blob(int column)
    {
        Expect(column, TypeBlob);
        var data = NativeMethods.ColumnBlob(_statement, column);
        var length = NativeMethods.ColumnBytes(_statement, column);
        return length == 0 ? [] : new ReadOnlySpan<byte>(data, length).ToArray();
    }

    public void Dispose()
    {
        if (_statement == 0)
            return;
        _ = NativeMethods.Finish(_statement);
        _statement = 0;
    }

    // SQLite converts silently between types; here another type means that somebody else wrote the row.
    private void Expect(int column, int type)
    {
        if (NativeMethods.ColumnType(_statement, column) != type)
            throw SqliteException.Damage($"column {column} of \"{Sql}\" has an unexpected type");
    }

    private void Check(int result)
    {
        if (result != SqliteResult.Ok)
            throw _connection.Error(result);
    }
}
