using Drover.Agent.Native;

namespace Drover.Agent.Output;

/// <summary>Logs by their paths.</summary>
internal static class LogFile
{
    internal const int Mode = 0x1A0; // 0640
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
                problem = $"Cannot make the log directory \"{directory}\": {e.Message}";
                return -1;
            }
            descriptor = TryOpen(path);
        }
        problem = descriptor >= 0 ? null : $"Cannot open the log \"{path}\": {Errno.Text(-descriptor)}.";
        return Math.Max(descriptor, -1);
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
        // Without waiting for a reader: what is no plain file is no log.
        var descriptor = Libc.Open(path, Libc.OpenWriteOnly | Libc.OpenAppend | Libc.OpenCreate | Libc.OpenCloseOnExec | Libc.OpenNonBlocking, Mode);
        if (descriptor < 0)
            return -Errno.Last;
        if (FileStatus.Of(descriptor) is not { IsRegular: false })
            return descriptor;
        _ = Libc.Close(descriptor);
        return -Errno.Invalid;
    }
}
