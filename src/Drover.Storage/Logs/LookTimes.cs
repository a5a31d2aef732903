using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Drover.Storage.Logs;

/// <summary>When the bytes of captured output were first seen, as the agent keeps it beside the log in <c>LOG.times</c> (<c>docs/formats/logs.md</c>).</summary>
internal sealed class LookTimes
{
    private const int RecordBytes = 16;
    private const int MostBytes = 2 << 20;

    private readonly byte[] _bytes;

    private LookTimes(byte[] bytes) => _bytes = bytes;

    /// <summary>Offset up to which they go.</summary>
    internal long End => Count == 0 ? 0 : this[Count - 1].End;

    private int Count => (_bytes.Length / RecordBytes) - 1;

    private (long End, long Time) this[int record]
    {
        get
        {
            var bytes = _bytes.AsSpan((record + 1) * RecordBytes);
            return (BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
        }
    }

    /// <summary>Those of a log file; null when there are none, or they are those of another file.</summary>
    internal static LookTimes? Load(string logPath, SafeFileHandle log)
    {
        var path = PathOf(logPath);
        try
        {
            if (new FileInfo(path) is not { Exists: true, LinkTarget: null, Length: >= RecordBytes and <= MostBytes } || FileStatus.Of(log) is not { } status)
                return null;
            var bytes = File.ReadAllBytes(path);
            return bytes.AsSpan().StartsWith("drtimes1"u8) && BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)) == status.Inode ? new LookTimes(bytes) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the file has as many records still.</summary>
    internal bool IsAllOf(string logPath) => new FileInfo(PathOf(logPath)) is { Exists: true } file && file.Length == _bytes.Length;

    /// <summary>When the byte at an offset below <see cref="End"/> was first seen; null when that is not known.</summary>
    internal Timestamp? Of(long offset)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (this[middle].End > offset)
                high = middle;
            else
                low = middle + 1;
        }
        return low < Count && this[low].Time is var time && time > 0 ? new Timestamp(time) : null;
    }

    /// <summary>Where that begins which was first seen at a time or later; <see cref="End"/> when nothing was.</summary>
    internal long Since(Timestamp time)
    {
        // One by one: a clock that was set back leaves times out of order.
        for (var i = 0; i < Count; i++)
            if (this[i].Time >= time.Microseconds)
                return i == 0 ? 0 : this[i - 1].End;
        return End;
    }

    private static string PathOf(string logPath) => logPath + ".times";
}
