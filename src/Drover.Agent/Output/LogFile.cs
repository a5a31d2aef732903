using Drover.Agent.Native;

namespace Drover.Agent.Output;

/// <summary>The writing side of a log: made for a process, kept within its limit.</summary>
internal static class LogFile
{
    private const int Mode = 0x1A0; // 0640
    private const int Block = 4096;
    private const int CopyBytes = 64 << 10;
    private const string CopyEnding = ".1";

    /// <summary>Opens a log for appending. Returns the descriptor, or -1 with the reason.</summary>
    internal static int Open(string path, out string? problem)
    {
        var descriptor = TryOpen(path);
        if (descriptor == -Errno.NoEntry && Path.GetDirectoryName(path) is { } directory)
        {
            try
            {
                MakeDirectory(directory);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problem = $"Cannot make the log directory \"{directory}\": {e.Message} Output is thrown away.";
                return -1;
            }
            descriptor = TryOpen(path);
        }
        problem = descriptor >= 0 ? null : $"Cannot open the log \"{path}\": {Errno.Text(-descriptor)}. Output is thrown away.";
        return Math.Max(descriptor, -1);
    }

    /// <summary>Cuts the front of a log away when it holds more than its limit; a quarter of the limit is freed at once. Never throws: a log that
    /// cannot be cut today is looked at again.</summary>
    /// <returns>Whether something was cut.</returns>
    internal static bool Trim(string path, long limit, bool punchHoles)
    {
        limit = Math.Max(limit, OutputLog.LeastLimit);
        var descriptor = Libc.Open(path, Libc.OpenReadWrite | Libc.OpenCloseOnExec | Libc.OpenNonBlocking, 0);
        if (descriptor < 0)
            return false;
        try
        {
            var end = Libc.Seek(descriptor, 0, Libc.SeekEnd);
            var first = FirstData(descriptor, 0, end);
            if (end - first <= limit)
                return false;
            var keep = limit / 4 * 3;
            var cut = (end - keep) / Block * Block;
            if (punchHoles && Libc.Allocate(descriptor, Libc.PunchHoleKeepSize, 0, cut) == 0)
                return true;
            return (!punchHoles || Errno.Last is Errno.NotSupported or 38) && CopyAndTruncate(path, descriptor, end - keep);
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    /// <summary>What <see cref="OutputLog.Move"/> does.</summary>
    internal static bool Move(string from, string to)
    {
        try
        {
            if (File.Exists(from) && !File.Exists(to))
            {
                MakeDirectory(Path.GetDirectoryName(to)!);
                File.Move(from, to);
                if (File.Exists(from + CopyEnding) && !File.Exists(to + CopyEnding))
                    File.Move(from + CopyEnding, to + CopyEnding);
                return true;
            }
            return !File.Exists(from) && File.Exists(to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void MakeDirectory(string directory) => Directory.CreateDirectory(
        directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);

    private static int TryOpen(string path)
    {
        var descriptor = Libc.Open(path, Libc.OpenWriteOnly | Libc.OpenAppend | Libc.OpenCreate | Libc.OpenCloseOnExec, Mode);
        return descriptor >= 0 ? descriptor : -Errno.Last;
    }

    /// <summary>Copies the tail to PATH.1 and empties the file; the writers append, so they go on at its beginning. What they write between the
    /// copy and the truncation is lost, and cursors lose their meaning.</summary>
    private static unsafe bool CopyAndTruncate(string path, int from, long start)
    {
        var to = Libc.Open(path + CopyEnding, Libc.OpenWriteOnly | Libc.OpenCreate | Libc.OpenTruncate | Libc.OpenCloseOnExec, Mode);
        if (to >= 0)
        {
            _ = Libc.Seek(from, start, 0);
            var buffer = new byte[CopyBytes];
            fixed (byte* bytes = buffer)
            {
                nint got;
                while ((got = Libc.Read(from, bytes, CopyBytes)) > 0 && SmallFile.WriteAll(to, buffer.AsSpan(0, (int)got)) == 0)
                {
                }
            }
            _ = Libc.Close(to);
        }
        // Truncated even when the copy failed (a full disk): the bound comes first.
        return Libc.Truncate(from, 0) == 0;
    }

    /// <summary>The first byte at or after an offset that has not been cut away.</summary>
    private static long FirstData(int descriptor, long offset, long end)
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
