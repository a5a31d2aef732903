using System.Text;

namespace Drover.Agent.Native;

/// <summary>Whole small files by plain system calls: files below /proc and /sys have no length, and records are written by the hundred.</summary>
internal static unsafe class SmallFile
{
    /// <summary>Reads a file into the buffer, as far as it goes. Returns the length, or -1 if it cannot be read (errno is set).</summary>
    internal static int Read(string path, Span<byte> buffer, int flags = 0)
    {
        var descriptor = Libc.Open(path, flags | Libc.OpenReadOnly | Libc.OpenCloseOnExec, 0);
        if (descriptor < 0)
            return -1;
        var filled = 0;
        fixed (byte* start = buffer)
        {
            while (filled < buffer.Length)
            {
                var got = Libc.Read(descriptor, start + filled, buffer.Length - filled);
                if (got < 0 && Errno.Last == Errno.Interrupted)
                    continue;
                if (got <= 0)
                {
                    filled = got < 0 && filled == 0 ? -1 : filled;
                    break;
                }
                filled += (int)got;
            }
        }
        _ = Libc.Close(descriptor);
        return filled;
    }

    /// <summary>The text of a small file, or null if it cannot be read.</summary>
    internal static string? ReadText(string path)
    {
        Span<byte> buffer = stackalloc byte[4096];
        var length = Read(path, buffer);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer[..length]);
    }

    /// <summary>Writes bytes to a file in one go. Returns 0 or an errno.</summary>
    internal static int Write(string path, ReadOnlySpan<byte> content, int flags, int mode)
    {
        var descriptor = Libc.Open(path, flags | Libc.OpenWriteOnly | Libc.OpenCloseOnExec, mode);
        if (descriptor < 0)
            return Errno.Last;
        var error = WriteAll(descriptor, content);
        _ = Libc.Close(descriptor);
        return error;
    }

    /// <summary>Writes all bytes. Returns 0 or an errno.</summary>
    internal static int WriteAll(int descriptor, ReadOnlySpan<byte> content)
    {
        fixed (byte* start = content)
        {
            for (var written = 0; written < content.Length;)
            {
                var put = Libc.Write(descriptor, start + written, content.Length - written);
                if (put >= 0)
                    written += (int)put;
                else if (Errno.Last != Errno.Interrupted)
                    return Errno.Last;
            }
        }
        return 0;
    }
}
