using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;

namespace Drover.Storage;

/// <summary>Every error that the store reports, with its stable code and its advice.</summary>
internal static class StoreErrors
{
    internal static StoreException InUse(string directory, string holder) => new("STATE_IN_USE",
        $"The state directory {directory} is in use by {holder}. Only one daemon may write to it. Stop that one first, or choose another directory with --state.");

    internal static StoreException ForeignOwner(string directory, uint owner, uint own) => new("STATE_FOREIGN",
        $"The state directory {directory} belongs to user {owner}, and this daemon runs as user {own}: its owner could change what the daemon does. Run the daemon as that user, give the directory to the daemon's user (chown -R), or choose another with --state. Nothing was changed.");

    internal static StoreException OpenToOthers(string directory, int mode) => new("STATE_FOREIGN",
        $"The state directory {directory} can be written to by others (mode 0{Convert.ToString(mode, 8)}), who could change what the daemon does. Look at what is in it, then take that right away (chmod go-w), or choose another with --state. Nothing was changed.");

    internal static StoreException ForeignMachine(string directory) => new("STATE_OF_ANOTHER_MACHINE",
        $"The state directory {directory} was written on another machine (the machine-id differs). If a daemon still runs there, two masters would give orders. Make sure that it does not run any more, then start once with --take-over. Nothing was changed.");

    internal static StoreException Removed(string path) => new("STORE_REMOVED",
        $"The file {path} was removed or replaced while the daemon runs. Nothing is written: it would be lost. Put the file back under its name (the daemon goes on by itself), or stop the daemon and restore the state directory from a backup.");

    internal static StoreException NewerFormat(string directory, long format) => new("STORE_FORMAT_NEWER",
        $"The state directory {directory} has format {format}; this program knows formats up to {StoreSchema.Format}. A newer Drover has written it. Install that version again, or restore a copy of the directory from before the upgrade. Nothing was changed.");

    internal static StoreException CannotUpgrade(string directory, int format, Exception error) => new("STORE_UPGRADE_FAILED",
        $"The state directory {directory} has format {format} and cannot be upgraded to format {StoreSchema.Format}: {error.Message} Nothing was changed. Start the version that wrote it, and report this with a copy of the directory.", error);

    internal static StoreException Damaged(string path, string what, Exception? inner = null)
    {
        var text = $"The store {path} is damaged: {what}. Stop the daemon, keep a copy of the directory as it is, check disk and file system, and restore the directory from a backup; `drover audit verify` lists every place that does not fit.";
        return inner is null ? new("STORE_DAMAGED", text) : new("STORE_DAMAGED", text, inner);
    }

    internal static StoreException BehindHead(string directory, HeadRecord head, long sequence, long commits)
    {
        var what = head.Sequence > sequence
            ? $"ends at record {sequence}, but record {head.Sequence} was written (head file): {head.Sequence - sequence} records are missing"
            : head.Commits > commits
                ? $"ends at record {sequence} and commit {commits}, but record {head.Sequence} and commit {head.Commits} were written (head file): {head.Commits - commits} commits are missing"
                : $"ends at record {sequence}, but its record {head.Sequence} is not the one that the head file (record {head.Sequence}) knows";
        return new("JOURNAL_BEHIND_HEAD",
            $"The journal in {directory} {what}. The database or its write-ahead log was cut, damaged, or replaced by another copy. Put the right files back (store.db with store.db-wal), or run `drover audit accept-loss` to go on without what is missing. Nothing was changed.");
    }

    internal static StoreException Fenced(long term, long known) => new("STORE_FENCED",
        $"This writer has term {term}, but the store has seen term {known}: another master has taken over. Nothing was written. Restart this daemon so that it learns who leads.") { IsFatal = true };

    internal static StoreException WrongSequence(long expected, long actual) => new("STORE_SEQUENCE",
        $"The writer expects the journal to end at record {expected}, but it ends at {actual}. Nothing was written. Restart the daemon so that it reads the journal again.") { IsFatal = true };

    internal static StoreException BadBatch(string what) => new("STORE_BAD_BATCH",
        $"A batch for the store is not well formed: {what}. Nothing was written. This is a defect of the program; please report it.");

    internal static StoreException Broken(string why) => new("STORE_BROKEN",
        $"The store takes no more writes: {why}. Restart the daemon.") { IsFatal = true };

    internal static StoreException Failed(string path, string doing, SqliteException error)
    {
        if (error.IsDamage)
            return Damaged(path, $"{doing} failed, {error.Message}", error);
        if (error.IsSpace)
        {
            return new("STORE_FULL",
                $"{Capital(doing)} failed: no room left for {path} ({error.Message}). Nothing was written. Free space on its file system; the daemon goes on by itself.", error);
        }
        return new("STORE_FAILED",
            $"{Capital(doing)} failed at {path}: {error.Message}. Nothing was written. Check that file system and permissions are as they should be, then try again.", error);
    }

    internal static StoreException Unreadable(string path, SqliteException error) => error.IsDamage
        ? Damaged(path, error.Message, error)
        : new StoreException("STORE_FAILED",
            $"Reading {path} failed: {error.Message}. Check that file system, permissions and open-file limit are as they should be, then try again.", error);

    // A definition that was changed shows as a plain SQL error, since our own statements are correct.
    internal static StoreException CannotOpen(string path, SqliteException error) => error.IsDamage || error.Code == SqliteResult.Error
        ? Damaged(path, error.Message, error)
        : Failed(path, "opening the store", error);

    internal static string SyncFailed(string path, SqliteException error) =>
        $"droverd: the disk did not confirm a write to {path} ({error.Message}). What is on disk is unknown, so the daemon ends at once. Check the disk, then start it again: it reads what was really written.";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
