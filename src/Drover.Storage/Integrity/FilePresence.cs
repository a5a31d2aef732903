using Drover.Kernel.Journal;

namespace Drover.Storage.Integrity;

/// <summary>Whether the files of an open store are still under their names. One that was removed or replaced can be written to, but nobody finds
/// again what was written.</summary>
internal sealed class FilePresence
{
    private readonly (string Path, FileStatus? Status)[] _files;

    /// <summary>Remembers which files are there now.</summary>
    internal FilePresence(params ReadOnlySpan<string> paths)
    {
        _files = new (string, FileStatus?)[paths.Length];
        for (var i = 0; i < paths.Length; i++)
            _files[i] = (paths[i], FileStatus.Of(paths[i]));
    }

    /// <summary>The first file that is no longer where it was; null when all are.</summary>
    internal string? Gone
    {
        get
        {
            foreach (var (path, status) in _files)
                if (status is { } opened && !(FileStatus.Of(path) is { } named && opened.IsSameFile(named)))
                    return path;
            return null;
        }
    }

    /// <exception cref="StoreException">STORE_REMOVED.</exception>
    internal void ThrowIfGone()
    {
        if (Gone is { } path)
            throw StoreErrors.Removed(path);
    }
}
