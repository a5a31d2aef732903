using Drover.Kernel.Journal;
using Drover.Storage.Faults;
using Drover.Storage.Integrity;
using Drover.Storage.Schema;
using Drover.Storage.Space;
using Drover.Storage.Sqlite;
using Drover.Storage.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.Storage.Writing;

/// <summary>The one writing connection and what it knows of the end of the journal.</summary>
internal sealed class StoreWriter : IDisposable
{
    private const int PageBytes = 4096, FrameBytes = PageBytes + 24;

    private readonly SqliteStoreOptions _options;
    private readonly SqliteConnection _connection;
    private readonly SpaceGuard _space;
    private readonly HeadFile? _headFile;
    private readonly SqliteStatement _begin, _commit, _rollback;
    private readonly ILogger _log;
    private Tally _tally;
    private volatile StoreHead _head;
    private string? _broken;
    private long _checkpointAt;

    internal StoreWriter(SqliteStoreOptions options, SqliteConnection connection, SpaceGuard space, StoreHead head, Tally tally, ILogger log)
    {
        (_options, _connection, _space, _head, _tally, _log) = (options, connection, space, head, tally, log);
        _checkpointAt = options.CheckpointAt;
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
        _rollback = connection.Prepare("ROLLBACK");
        _headFile = options.HeadFile ? new HeadFile(options.Head) : null;
        WriteHeadFile();
        LimitPages();
        Files = new FilePresence(options.Database, options.WriteAheadLog);
    }

    internal StoreHead Head => _head;

    /// <summary>Whether the files are still under their names.</summary>
    internal FilePresence Files { get; }

    /// <summary>Why the last checkpoint or head file write failed, or null.</summary>
    internal string? Problem
    {
        get;
        private set
        {
            var before = field;
            field = value;
            if (value is not null && before is null)
                StoreLog.UpkeepFails(_log, value);
            else if (value is null && before is not null)
                StoreLog.UpkeepAgain(_log);
        }
    }

    private long LogBytes => (long)_connection.WalFrames * FrameBytes;

    internal void Append(long term, Batch batch, long expectedSequence)
    {
        ThrowIfBroken();
        ThrowIfFenced(term);
        Files.ThrowIfGone();
        batch.Check(_head, expectedSequence);
        Transact("writing the journal", tally =>
        {
            _options.Faults?.At(StoreStep.BeforeBegin);
            _begin.Run();
            JournalTable.Insert(_connection, batch.Records);
            _options.Faults?.At(StoreStep.AfterJournal);
            tally = batch.WriteRows(_connection, tally);
            if (term > _head.Term)
                MetaTable.SetTerm(_connection, term);
            _options.Faults?.At(StoreStep.AfterRows);
            return tally with { Sequence = expectedSequence + batch.Records.Count };
        });
        _head = batch.Records.Count == 0
            ? _head with { Term = term }
            : new StoreHead(batch.Records[^1].Sequence, batch.Records[^1].Hash, batch.Records[^1].Time, term);
        _options.Faults?.At(StoreStep.AfterCommit);
        WriteHeadFile();
        _options.Faults?.At(StoreStep.AfterHead);
        if (LogBytes > _checkpointAt)
            Checkpoint();
    }

    internal void Cut(long term, JournalRecord? last, long baseSequence, Batch baseRows)
    {
        ThrowIfBroken();
        ThrowIfFenced(term);
        Files.ThrowIfGone();
        Transact("cutting the journal", tally =>
        {
            _options.Faults?.At(StoreStep.BeforeBegin);
            _begin.Run();
            if (last is not null)
            {
                JournalTable.Cut(_connection, last.Sequence);
                MetaTable.SetAnchor(_connection, new Anchor(last.Sequence, last.Time, last.Hash));
            }
            _options.Faults?.At(StoreStep.AfterJournal);
            tally = baseRows.WriteBase(_connection, tally);
            MetaTable.SetBaseSequence(_connection, baseSequence);
            _options.Faults?.At(StoreStep.AfterRows);
            return tally;
        });
        _options.Faults?.At(StoreStep.AfterCommit);
        WriteHeadFile();
        _options.Faults?.At(StoreStep.AfterHead);
    }

    internal long RaiseTerm()
    {
        ThrowIfBroken();
        var term = _head.Term + 1;
        Transact("taking the lease", tally =>
        {
            _begin.Run();
            MetaTable.SetTerm(_connection, term);
            return tally;
        });
        _head = _head with { Term = term };
        WriteHeadFile();
        return term;
    }

    /// <summary>Moves the write-ahead log into the database; false when there was nothing to move, or it could not be moved.</summary>
    internal bool Checkpoint()
    {
        if (_broken is not null || _connection.WalFrames == 0)
            return false;
        try
        {
            var done = _connection.Checkpoint();
            // While a reader holds an old view the log cannot start anew; do not try again with every commit.
            _checkpointAt = done ? _options.CheckpointAt : LogBytes + (_options.CheckpointAt / 4);
            Problem = _headFile?.Problem;
            return done;
        }
        catch (SqliteException error)
        {
            // Everything is still in the log: nothing is lost, and the next checkpoint tries again.
            EndIfNotSynced(error);
            Problem = $"moving the write-ahead log into the database: {error.Message}";
            _checkpointAt = LogBytes + (_options.CheckpointAt / 4);
            return false;
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _connection.Dispose();
        _headFile?.Dispose();
    }

    private void Transact(string doing, Func<Tally, Tally> write)
    {
        try
        {
            try
            {
                Once(write);
            }
            catch (SqliteException error) when (error.IsSpace && _space.OnFullDisk())
            {
                LimitPages();
                Once(write);
            }
        }
        catch (SqliteException error)
        {
            EndIfNotSynced(error);
            ThrowIfBroken();
            throw StoreErrors.Failed(_options.Database, doing, error);
        }
    }

    private void Once(Func<Tally, Tally> write)
    {
        try
        {
            var tally = write(_tally);
            tally = tally with { Commits = tally.Commits + 1 };
            tally.Write(_connection);
            _options.Faults?.At(StoreStep.BeforeCommit);
            _commit.Run();
            _tally = tally;
        }
        catch (Exception error)
        {
            // A failed sync leaves unknown what the disk has; rolling back would only pretend to know.
            if (error is not SqliteException { IsSync: true } && _connection.InTransaction)
                RollBack();
            throw;
        }
    }

    private void RollBack()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException error)
        {
            // SQLite rolls back by itself after some errors; only an open transaction is a problem.
            if (_connection.InTransaction)
                _broken = $"a failed write could not be taken back, {error.Message}";
        }
    }

    private void EndIfNotSynced(SqliteException error)
    {
        if (!error.IsSync)
            return;
        _broken = "the disk did not confirm a write";
        StoreLog.NotSynced(_log, error.Message);
        _options.OnFatal(StoreErrors.SyncFailed(_options.Database, error));
    }

    private void ThrowIfBroken()
    {
        if (_broken is not null)
            throw StoreErrors.Broken(_broken);
    }

    private void ThrowIfFenced(long term)
    {
        if (term >= _head.Term)
            return;
        StoreLog.Fenced(_log, term, _head.Term);
        throw StoreErrors.Fenced(term, _head.Term);
    }

    private void WriteHeadFile()
    {
        if (_headFile is null)
            return;
        _headFile.Write(new HeadRecord(_tally.Commits, _head.Sequence, _head.Hash));
        Problem = _headFile.Problem is null ? Problem : $"writing the head file: {_headFile.Problem}";
    }

    private void LimitPages()
    {
        if (_options.PageLimit is { } limit)
        {
            var reserve = _space.Reserve == ReserveState.Held ? 0 : _options.ReserveBytes / PageBytes;
            _connection.Execute($"PRAGMA max_page_count={limit + reserve};");
        }
    }
}
