using System.Runtime.CompilerServices;
using Drover.Agent.Native;
using Drover.Agent.Output;
using Microsoft.Win32.SafeHandles;

namespace Drover.Agent;

/// <summary>The captured output of an entry: one append-only file for both streams, readable by owner and group (0640).</summary>
public static class OutputLog
{
    /// <summary>The smallest limit that makes sense.</summary>
    public const long LeastLimit = 64 << 10;

    private const int LargestChunk = 1 << 20;
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads what is there at an offset or after it.</summary>
    /// <param name="path">The log.</param>
    /// <param name="offset">Cursor of an earlier piece; 0 for the oldest output that is left.</param>
    /// <param name="most">How many bytes at most, up to 1 MiB.</param>
    /// <exception cref="AgentException">The log cannot be read.</exception>
    public static LogChunk Read(string path, long offset, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        using var file = OpenForReading(path);
        var end = RandomAccess.GetLength(file);
        var restarted = offset > end;
        var asked = restarted ? 0 : offset;
        var start = FirstData((int)file.DangerousGetHandle(), asked, end);
        var bytes = new byte[(int)Math.Min(Math.Clamp(most, 0, LargestChunk), end - start)];
        var got = bytes.Length == 0 ? 0 : RandomAccess.Read(file, bytes, start);
        return new LogChunk(start, bytes.AsMemory(0, got), start - asked, restarted);
    }

    /// <summary>The cursor of the end of a log, or so many bytes before it (not before the oldest output that is left).</summary>
    /// <exception cref="AgentException">The log cannot be read.</exception>
    public static long Tail(string path, long bytes = 0)
    {
        using var file = OpenForReading(path);
        var end = RandomAccess.GetLength(file);
        return FirstData((int)file.DangerousGetHandle(), Math.Max(0, end - bytes), end);
    }

    /// <summary>Moves a log and its copy to another place of the same file system, never over what is there.</summary>
    /// <returns>Whether it is there then, also by an earlier move.</returns>
    public static bool Move(string from, string to) => LogFile.Move(from, to);

    /// <summary>Reads on as output comes, until cancelled. Looks at the file four times a second when there is nothing new.</summary>
    /// <exception cref="AgentException">The log cannot be read.</exception>
    public static async IAsyncEnumerable<LogChunk> FollowAsync(
        string path, long offset, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var chunk = Read(path, offset, 64 << 10);
            offset = chunk.Next;
            if (chunk.Bytes.Length > 0 || chunk.Lost > 0 || chunk.Restarted)
                yield return chunk;
            else
                await Task.Delay(FollowInterval, time, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

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

    private static SafeFileHandle OpenForReading(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentException("NO_LOG", $"Cannot read the log \"{path}\": {e.Message} An entry has a log once it was started.");
        }
    }
}
