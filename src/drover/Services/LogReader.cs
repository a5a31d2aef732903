using Drover.Cli.Terminal;
using Microsoft.Win32.SafeHandles;

namespace Drover.Cli.Services;

/// <summary>
/// Reads an append-only log whose front may be a hole: old output is freed by punching, so offsets stay as they are and what was
/// freed reads as zeros. Those are never handed out at the front; zeros that a process wrote further on are.
/// </summary>
internal sealed class LogReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[32 * 1024];
    private long _position;
    private bool _atFront;

    /// <exception cref="IOException">It cannot be opened, or it is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public LogReader(string path)
    {
        Path = path;
        _file = UnlockedFile.Open(path);
    }

    public string Path { get; }

    /// <summary>Goes to so many bytes before the end, or to the oldest output that is left.</summary>
    public void Seek(long most)
    {
        _position = Math.Max(0, RandomAccess.GetLength(_file) - most);
        _atFront = true;
    }

    /// <summary>Whether the file has become shorter than what was read (it is cut where holes cannot be punched); then it is read from its beginning.</summary>
    public bool Restarted()
    {
        if (RandomAccess.GetLength(_file) >= _position)
            return false;
        (_position, _atFront) = (0, true);
        return true;
    }

    /// <summary>What comes next; empty at the end. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Read()
    {
        while (true)
        {
            SkipHole();
            var count = RandomAccess.Read(_file, _buffer, _position);
            if (count == 0)
                return default;
            _position += count;
            // The hole ends at a block's edge or within one, whose first part was written over with zeros.
            var start = _atFront ? _buffer.AsSpan(0, count).IndexOfAnyExcept((byte)0) : 0;
            if (start < 0)
                continue;
            _atFront = false;
            return _buffer.AsMemory(start, count - start);
        }
    }

    public void Dispose() => _file.Dispose();

    private void SkipHole()
    {
        var end = RandomAccess.GetLength(_file);
        var data = _position < end ? Libc.SeekTo(_file, _position, Libc.SeekData) : -1;
        if (data > _position)
            (_position, _atFront) = (Math.Min(data, end), true);
    }
}
