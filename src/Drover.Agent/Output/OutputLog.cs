using Drover.Agent.Native;
using Drover.Agent.Output;

namespace Drover.Agent;

/// <summary>The captured output of an entry: one append-only file for both streams, readable by owner and group (0640).</summary>
public static class OutputLog
{
    /// <summary>The smallest limit that makes sense.</summary>
    public const long LeastLimit = 64 << 10;

    /// <summary>Moves a log and its copy to another place of the same file system, never over what is there.</summary>
    /// <returns>Whether it is there then, also by an earlier move.</returns>
    public static bool Move(string from, string to) => LogFile.Move(from, to);

    /// <summary>The first byte at or after an offset that has not been cut away.</summary>
    internal static long FirstData(int descriptor, long offset, long end)
    {
        if (offset >= end)
            return end;
        var found = Libc.Seek(descriptor, offset, Libc.SeekData);
        if (found >= 0)
            return Math.Min(found, end);
        // ENXIO: only a hole follows. Other errors: a file system without the call, so without holes that we made.
        const int NoSuchAddress = 6;
        return Errno.Last == NoSuchAddress ? end : offset;
    }
}
