using Microsoft.Win32.SafeHandles;

namespace Drover;

/// <summary>Files that are replaced as a whole: who opens one finds what was there before or what is there now, never a part. The new content is first a draft beside
/// it, <c>PATH.new</c>, and gets the name by a rename, which replaces a link and does not follow it.</summary>
public static class WholeFile
{
    /// <summary>Puts content under a name, whatever has it now.</summary>
    /// <param name="path">The name; its directory must be there.</param>
    /// <param name="content">All of the file.</param>
    /// <param name="mode">Its permissions, whatever the umask is.</param>
    /// <param name="isSynced">Whether the content is on the disk before it gets the name, and the name before this returns. Default false.</param>
    /// <param name="prepare">Called with the file before anything is in it and before it gets the name, such as to give it to somebody: by its name that would be another file where others may write into the directory.</param>
    /// <exception cref="IOException">It cannot be written; what had the name has it still, unless a disk failed as the name was synced.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of rights.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, UnixFileMode mode, bool isSynced = false, Action<SafeFileHandle>? prepare = null)
    {
        var draft = DraftOf(path);
        // Deleted first: what lies there may be the rest of a crash, or a link that somebody put there.
        File.Delete(draft);
        try
        {
            using (var file = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = mode }))
            {
                prepare?.Invoke(file.SafeFileHandle);
                File.SetUnixFileMode(file.SafeFileHandle, mode);
                file.Write(content);
                if (isSynced)
                    file.Flush(flushToDisk: true);
                File.Move(draft, path, overwrite: true);
                // A rename changes the file too, so that this takes the name along.
                if (isSynced)
                    RandomAccess.FlushToDisk(file.SafeFileHandle);
            }
        }
        catch
        {
            // A full disk gets back what it had given.
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>Removes it, and a draft that a crash has left.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(DraftOf(path));
    }

    private static string DraftOf(string path) => path + ".new";
}
