using Drover.Agent.Accounts.Files;
using Drover.Agent.Native;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Writing;

/// <summary>
/// Replaces account files, while the locks are held: drafts <c>X+</c> with mode and owner of the files come first, then a record of what is replaced, then each file is kept as <c>X-</c> and its draft gets the name.
/// Each file is whole at any moment; what a crash cuts off between two files, the record completes.
/// </summary>
/// <param name="files">Where they are.</param>
/// <param name="record">What a start after a crash reads.</param>
/// <param name="faults">Told at every step; null for nobody.</param>
internal sealed class AccountWriter(AccountFiles files, WriteRecord record, IAccountFaults? faults)
{
    private const int DraftMode = 0x180, PublicMode = 0x1A4, PermissionBits = 0xFFF; // 0600, 0644, 07777

    /// <summary>Path of the draft of a file.</summary>
    public static string DraftOf(string path) => path + "+";

    /// <summary>Path of what a file was before.</summary>
    public static string BackupOf(string path) => path + "-";

    /// <summary>Writes new contents, in the order in which they are to take their places.</summary>
    /// <exception cref="AccountException">That cannot be done.</exception>
    public void Write(FileContents before, IReadOnlyList<(AccountFile File, byte[] Bytes)> contents)
    {
        foreach (var (file, bytes) in contents)
        {
            Draft(file, before.Find(file)?.Status, bytes);
            faults?.At(AccountStep.Drafted);
        }
        // One file alone is old or new, whatever happens.
        if (contents.Count > 1)
            record.Write([.. contents.Select(content => new WriteRecord.Line(content.File, before.Find(content.File)?.Hash, FileContent.HashOf(content.Bytes)))]);
        faults?.At(AccountStep.Recorded);
        Replace([.. contents.Select(content => content.File)]);
        record.Remove();
    }

    /// <summary>Completes what a crash has cut off, while the locks are held. Where others have changed the files meanwhile, it is left as it is.</summary>
    /// <returns>The files that got their new content by that; null where it was left.</returns>
    public IReadOnlyList<AccountFile>? Complete()
    {
        var (lines, now) = (record.Read(), files.Read());
        var left = lines.Where(line => now.Find(line.File)?.Hash != line.After).ToList();
        if (!left.TrueForAll(line => now.Find(line.File)?.Hash == line.Before && HashOf(DraftOf(files.PathOf(line.File))) == line.After))
        {
            record.Remove();
            return null;
        }
        Replace([.. left.Select(line => line.File)]);
        record.Remove();
        return [.. left.Select(line => line.File)];
    }

    private void Replace(IReadOnlyList<AccountFile> changed)
    {
        foreach (var file in changed)
        {
            var path = files.PathOf(file);
            KeepAs(path, BackupOf(path));
            faults?.At(AccountStep.BackedUp);
            if (Libc.Rename(DraftOf(path), path) != 0)
                throw Failed(path, Errno.Last);
            faults?.At(AccountStep.Replaced);
        }
        foreach (var folder in changed.Select(file => Path.GetDirectoryName(files.PathOf(file))!).Distinct(StringComparer.Ordinal))
            Sync(folder);
        faults?.At(AccountStep.Synced);
    }

    private void Draft(AccountFile file, FileStatus? like, byte[] bytes)
    {
        var path = files.PathOf(file);
        if (new FileInfo(path).LinkTarget is { } target)
            throw new AccountException(AccountRefusalKind.WrongState, $"'{path}' is a link to '{target}', which would be replaced by a file: make it a file first");
        if (like is null)
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = DraftOf(path);
        _ = Libc.Unlink(draft);
        var descriptor = Libc.Open(draft, Libc.OpenWriteOnly | Libc.OpenCreate | Libc.OpenExclusive | Libc.OpenNoFollow | Libc.OpenCloseOnExec, DraftMode);
        if (descriptor < 0)
            throw Failed(draft, Errno.Last);
        try
        {
            // The owner before the mode: set-id bits and rights must not be another's for a moment.
            if ((like is { } status && Libc.ChangeOwner(descriptor, status.Owner, status.Group) != 0) || Libc.ChangeMode(descriptor, like is { Mode: var mode } ? mode & PermissionBits : PublicMode) != 0)
                throw Failed(draft, Errno.Last);
            var error = SmallFile.WriteAll(descriptor, bytes);
            if (error != 0 || Libc.Sync(descriptor) != 0)
                throw Failed(draft, error != 0 ? error : Errno.Last);
        }
        catch
        {
            _ = Libc.Unlink(draft);
            throw;
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    /// <summary>Gives a file a second name, whatever has it now.</summary>
    private static void KeepAs(string path, string backup)
    {
        var second = $"{backup}.{Environment.ProcessId}";
        _ = Libc.Unlink(second);
        if (Libc.Link(path, second) != 0)
        {
            if (Errno.Last == Errno.NoEntry)
                return;
            throw Failed(backup, Errno.Last);
        }
        var error = Libc.Rename(second, backup) != 0 ? Errno.Last : 0;
        // A rename between two names of one file does nothing.
        _ = Libc.Unlink(second);
        if (error != 0)
            throw Failed(backup, error);
    }

    private static void Sync(string folder)
    {
        var descriptor = Libc.Open(folder, Libc.OpenReadOnly | Libc.OpenDirectory | Libc.OpenCloseOnExec, 0);
        if (descriptor < 0)
            throw Failed(folder, Errno.Last);
        var error = Libc.Sync(descriptor) != 0 ? Errno.Last : 0;
        _ = Libc.Close(descriptor);
        if (error != 0)
            throw Failed(folder, error);
    }

    private static string? HashOf(string path)
    {
        try
        {
            return FileContent.HashOf(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static AccountException Failed(string path, int error) => new(AccountRefusalKind.Failed, $"'{path}' cannot be written: {Errno.Text(error)}");
}
