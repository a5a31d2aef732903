using Drover.Kernel.Logs;

namespace Drover.Storage.Logs;

/// <summary>Where log files are and how large they become.</summary>
public sealed class LogFilesOptions
{
    /// <summary>Directory of all logs; made when the first one is written.</summary>
    public required string Directory { get; init; }

    /// <summary>Bytes after which a log goes on in a new file, at the next line. Default 16 MiB.</summary>
    public long FileBytes { get; init; } = 16L << 20;

    /// <summary>Files of one log that are kept, at least 1: the oldest goes when one more begins. Default 8.</summary>
    public int FilesKept { get; init; } = 8;

    internal void Check()
    {
        if (FileBytes < 1 || FilesKept < 1)
            throw new LogException("LOG_LIMIT_INVALID",
                $"A log cannot be kept in {FilesKept} files of {FileBytes} bytes: both must be at least 1. See --log-files and --log-file-size.");
    }
}
