using System.Buffers.Text;
using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Identity;

/// <summary>One line of <c>/proc/PID/stat</c> (proc(5)).</summary>
/// <param name="ChildTicks">Processor time of children that have ended and were waited for.</param>
internal readonly record struct ProcessStat(
    int Pid, string Name, char State, int Parent, int Group, int Session, uint Flags, ulong UserTicks, ulong SystemTicks, int Threads, ulong StartTime, long ResidentPages,
    long ChildTicks)
{
    private const uint KernelThreadFlag = 0x0020_0000;

    /// <summary>A zombie counts as dead: a container's pid 1 may never reap it. One that has other threads is alive: its first thread alone has ended
    /// (pthread_exit in main).</summary>
    internal bool IsDead => State is 'Z' or 'X' or 'x' && Threads <= 1;

    /// <summary>Whether its first thread has ended and others go on. Then much of <c>/proc/PID</c> is empty, and is to be had from those.</summary>
    internal bool IsFirstThreadGone => State is 'Z' or 'X' or 'x' && Threads > 1;

    internal bool IsKernelThread => (Flags & KernelThreadFlag) != 0;

    /// <summary>Reads it; null if there is no such process.</summary>
    internal static ProcessStat? Read(int pid)
    {
        Span<byte> line = stackalloc byte[1024];
        var length = SmallFile.Read($"/proc/{pid}/stat", line);
        return length <= 0 ? null : Parse(line[..length]);
    }

    internal static ProcessStat? Parse(ReadOnlySpan<byte> line)
    {
        // The name may hold blanks and brackets: it ends at the last closing one.
        var open = line.IndexOf((byte)'(');
        var close = line.LastIndexOf((byte)')');
        if (open < 2 || close < open || close + 3 >= line.Length || !Utf8Parser.TryParse(line[..(open - 1)], out int pid, out _))
            return null;
        var name = Encoding.UTF8.GetString(line[(open + 1)..close]);
        Span<long> fields = stackalloc long[25];
        var rest = line[(close + 4)..];
        for (var field = 4; field <= 24; field++)
        {
            if (!Utf8Parser.TryParse(rest, out long value, out var used))
                return null;
            fields[field] = value;
            rest = rest[Math.Min(used + 1, rest.Length)..];
        }
        return new ProcessStat(
            pid, name, (char)line[close + 2], (int)fields[4], (int)fields[5], (int)fields[6], (uint)fields[9],
            (ulong)fields[14], (ulong)fields[15], (int)fields[20], (ulong)fields[22], fields[24], fields[16] + fields[17]);
    }
}
