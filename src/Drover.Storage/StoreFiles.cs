using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Reading;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace Drover.Storage;

/// <summary>Opens the files of a state directory, step by step, and refuses before anything is changed.</summary>
internal sealed class StoreFiles : IDisposable
{
    private readonly SqliteStoreOptions _options;
    private readonly DirectoryLock _lock;

    private StoreFiles(SqliteStoreOptions options, DirectoryLock held) => (_options, _lock) = (options, held);

    /// <summary>The writing connection.</summary>
    internal SqliteConnection Connection { get; private set; } = null!;

    /// <summary>What the head file says; null when there is none or it is garbled.</summary>
    internal HeadRecord? HeadFile { get; private set; }

    /// <summary>The format in which the tables were found.</summary>
    internal int Format { get; private set; }

    /// <summary>Things the operator should know although the store opened.</summary>
    internal List<string> Warnings { get; } = [];

    /// <summary>Takes the lock and opens or creates the database.</summary>
    /// <exception cref="StoreException">STATE_FOREIGN, STATE_IN_USE, STORE_FORMAT_NEWER, JOURNAL_BEHIND_HEAD, STORE_DAMAGED or STORE_FAILED.</exception>
    internal static StoreFiles Open(SqliteStoreOptions options, bool mayBeEmpty = false)
    {
        MakeDirectory(options.Directory);
        StateOwner.Check(options.Directory);
        var files = new StoreFiles(options, DirectoryLock.Acquire(options.Directory));
        try
        {
            files.OpenDatabase(mayBeEmpty);
            return files;
        }
        catch (SqliteException error)
        {
            files.Dispose();
            throw StoreErrors.CannotOpen(options.Database, error);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Compares the journal with the head file.</summary>
    /// <exception cref="StoreException">JOURNAL_BEHIND_HEAD.</exception>
    internal void CheckHead(TableReader tables)
    {
        if (HeadFile is { } head && IsBehind(head, tables))
            throw StoreErrors.BehindHead(_options.Directory, head, tables.Tally.Sequence, tables.Tally.Commits);
    }

    /// <summary>Refuses a directory of another machine, unless it is to be taken over.</summary>
    /// <exception cref="StoreException">STATE_OF_ANOTHER_MACHINE.</exception>
    internal void CheckMachine()
    {
        if (_options.Machine is { } own && !_options.TakeOver && MetaTable.Machine(Connection) is { } kept && kept != own)
            throw StoreErrors.ForeignMachine(_options.Directory);
    }

    /// <summary>Notes that the directory is this machine's. To be done after all checks.</summary>
    internal void TakeMachine()
    {
        if (_options.Machine is { } own && MetaTable.Machine(Connection) != own)
            MetaTable.Note(Connection, MetaTable.MachineKey, own);
    }

    /// <summary>Brings the tables of an older format to this one, in one transaction. To be done after all checks.</summary>
    /// <exception cref="StoreException">STORE_UPGRADE_FAILED: nothing was changed.</exception>
    internal void Upgrade()
    {
        if (Format == StoreSchema.Format)
            return;
        Format1.Upgrade(Connection, _options);
        Warnings.Add($"The state directory {_options.Directory} was upgraded from format {Format} to format {StoreSchema.Format}; older versions of this program refuse it from now on.");
        Format = StoreSchema.Format;
    }

    internal static bool IsBehind(HeadRecord head, TableReader tables)
    {
        if (head.Sequence > tables.Tally.Sequence || head.Commits > tables.Tally.Commits)
            return true;
        if (head.Sequence < tables.Anchor.Sequence)
            return false;
        var hash = head.Sequence == tables.Anchor.Sequence
            ? tables.Anchor.Hash
            : JournalTable.At(tables.Connection, head.Sequence)?.Hash;
        return hash is null || !hash.Value.Span.SequenceEqual(head.Hash.Span);
    }

    /// <summary>The end of the journal as the tables say.</summary>
    internal static StoreHead Head(TableReader tables)
    {
        var term = MetaTable.Term(tables.Connection);
        return JournalTable.Last(tables.Connection) is { } last
            ? new StoreHead(last.Sequence, last.Hash, last.Time, term)
            : new StoreHead(tables.Anchor.Sequence, tables.Anchor.Hash, tables.Anchor.Time, term);
    }

    public void Dispose()
    {
        Connection?.Dispose();
        _lock.Dispose();
    }

    private static void MakeDirectory(string directory)
    {
        try
        {
            if (Directory.Exists(directory))
                return;
            var made = Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (made.Parent is { } parent)
                SystemCalls.SyncDirectory(parent.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException("STORE_FAILED",
                $"The state directory {directory} cannot be made: {error.Message}. Make it by hand with the daemon's user as its owner, or choose another with --state.", error);
        }
    }

    private void OpenDatabase(bool mayBeEmpty)
    {
        HeadFile = _options.HeadFile ? Integrity.HeadFile.Read(_options.Head, out var garbled) : Nothing(out garbled);
        if (garbled)
        {
            Warnings.Add($"The head file {_options.Head} holds no whole record (a power cut can do that). It was written anew; whether the journal's end is missing could not be checked this time.");
        }
        var isNew = !Exists(_options.Database);
        if (isNew)
        {
            RefuseLostDatabase(garbled, mayBeEmpty);
            // Readable for the owner alone, whatever the umask; SQLite gives its other files the mode of this one.
            new SafeFileHandle(SystemCalls.OpenOrCreate(_options.Database), ownsHandle: true).Dispose();
        }
        Connection = SqliteConnection.Open(_options.Database, create: true);
        // Until all is verified, closing must not touch the log: it may hold what somebody wants to rescue.
        Connection.CheckpointOnClose(false);
        StoreSchema.ConfigureWriter(Connection);
        if (StoreSchema.IsEmpty(Connection))
        {
            // A head file is written after the tables, so with one the tables have been there.
            RefuseLostDatabase(garbled, mayBeEmpty);
            StoreSchema.Create(Connection);
        }
        Format = StoreSchema.Check(Connection, _options.Directory);
    }

    // SQLite deletes the write-ahead log of an empty database and starts anew; that must not happen to a cut one.
    private void RefuseLostDatabase(bool garbled, bool mayBeEmpty)
    {
        if (mayBeEmpty)
            return;
        if (HeadFile is { } head)
            throw StoreErrors.BehindHead(_options.Directory, head, 0, 0);
        if (garbled || (!Exists(_options.Database) && Exists(_options.WriteAheadLog)))
            throw StoreErrors.Damaged(_options.Database, "it is empty or missing, but other files show that there was one");
    }

    private static bool Exists(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static HeadRecord? Nothing(out bool garbled)
    {
        garbled = false;
        return null;
    }
}
