using System.Globalization;
using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Reading;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;

namespace Drover.Storage;

/// <summary>What an operator does with a state directory while no daemon runs.</summary>
public static class OfflineStore
{
    /// <summary>Checks everything in a state directory, also one that the daemon refuses to start with.</summary>
    /// <exception cref="StoreException">STATE_IN_USE, STORE_FORMAT_NEWER, or the database cannot even be opened.</exception>
    public static StoreVerification Verify(string directory)
    {
        var options = new SqliteStoreOptions { Directory = directory };
        return With(options, mayBeEmpty: false, (files, tables) =>
        {
            var found = new StoreVerifier(tables).All();
            if (files.HeadFile is not { } head || !StoreFiles.IsBehind(head, tables))
                return found;
            var behind = StoreErrors.BehindHead(directory, head, tables.Tally.Sequence, tables.Tally.Commits);
            return found with { Problems = [new StoreProblem(tables.Tally.Sequence, behind.Message), .. found.Problems] };
        });
    }

    /// <summary>Lets a journal that ends before its head file go on from where it ends. What was lost is noted in the
    /// database. A store that is damaged in other ways is refused: going on would make it worse.</summary>
    /// <returns>What was given up, or null when nothing was missing.</returns>
    /// <exception cref="StoreException">STATE_IN_USE, STORE_FORMAT_NEWER or STORE_DAMAGED.</exception>
    public static AcceptedLoss? AcceptLoss(string directory)
    {
        var options = new SqliteStoreOptions { Directory = directory };
        return With(options, mayBeEmpty: true, (files, tables) =>
        {
            if (files.HeadFile is not { } head || !StoreFiles.IsBehind(head, tables))
                return null;
            var found = new StoreVerifier(tables).All();
            if (!found.IsSound)
                throw StoreErrors.Damaged(options.Database, found.Problems[0].What);
            var loss = new AcceptedLoss(tables.Tally.Sequence, head.Sequence, tables.Tally.Commits, head.Commits);
            tables.Connection.Execute("ROLLBACK");
            Record(options, files.Connection, loss, tables.Tally);
            return loss;
        });
    }

    private static void Record(SqliteStoreOptions options, SqliteConnection connection, AcceptedLoss loss, Tally tally)
    {
        var now = tally with { Commits = tally.Commits + 1 };
        connection.Execute("BEGIN IMMEDIATE");
        MetaTable.Note(connection, string.Create(CultureInfo.InvariantCulture, $"loss_{now.Commits}"), string.Create(CultureInfo.InvariantCulture,
            $"kept record {loss.KeptSequence} and commit {loss.KeptCommits}; head file knew record {loss.LostSequence} and commit {loss.LostCommits}"));
        now.Write(connection);
        connection.Execute("COMMIT");
        var head = StoreFiles.Head(new TableReader(connection));
        connection.Execute("ROLLBACK");
        using var file = new HeadFile(options.Head);
        file.Write(new HeadRecord(now.Commits, head.Sequence, head.Hash));
        if (file.Problem is not null)
            throw new StoreException("STORE_FAILED", $"The head file {options.Head} cannot be written: {file.Problem}. Free space or mend permissions, then run the command again.");
    }

    private static T With<T>(SqliteStoreOptions options, bool mayBeEmpty, Func<StoreFiles, TableReader, T> use)
    {
        if (!Directory.Exists(options.Directory))
            throw new StoreException("STORE_MISSING", $"There is no state directory {options.Directory}. Check the path given with --state.");
        using var files = StoreFiles.Open(options, mayBeEmpty);
        try
        {
            files.Upgrade();
            return use(files, new TableReader(files.Connection));
        }
        catch (SqliteException error)
        {
            throw StoreErrors.CannotOpen(options.Database, error);
        }
    }
}
