using Microsoft.Win32.SafeHandles;

namespace Drover.Storage.Integrity;

/// <summary>The small file beside the database that says how far the journal came. Never synced: it costs one write call a
/// commit, survives a crash of the daemon, and may be older - never newer - than the journal after a power cut.</summary>
internal sealed class HeadFile(string path) : IDisposable
{
    private SafeFileHandle? _file;

    /// <summary>Why the last write failed, or null. A head file that stays behind only notices less.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Reads the file of a store that is not open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="garbled">True when a file is there that holds no whole record.</param>
    internal static HeadRecord? Read(string path, out bool garbled)
    {
        garbled = false;
        if (!File.Exists(path))
            return null;
        var record = HeadRecord.Read(File.ReadAllBytes(path));
        garbled = record is null;
        return record;
    }

    internal void Write(HeadRecord head)
    {
        Span<byte> bytes = stackalloc byte[HeadRecord.Length];
        head.WriteTo(bytes);
        try
        {
            if (_file is null)
            {
                // Not looked at again with every write: a write after fstat(2) gets a time stamp of its own, and with it a
                // change of the inode, which makes the next sync of the log slower by a quarter.
                _file = new SafeFileHandle(SystemCalls.OpenOrCreate(path), ownsHandle: true);
                if (_file.IsInvalid)
                    throw new IOException($"{path} cannot be opened");
                RandomAccess.SetLength(_file, HeadRecord.Length);
            }
            RandomAccess.Write(_file, bytes, 0);
            Problem = null;
        }
        catch (IOException error)
        {
            // The commit itself is durable, so its caller must hear success.
            Problem = error.Message;
            _file?.Dispose();
            _file = null;
        }
    }

    public void Dispose() => _file?.Dispose();
}
