namespace Drover.Storage.Logs;

/// <summary>Times of files in the kernel's unit.</summary>
internal static class FileTimes
{
    /// <summary>When a file was last written; the beginning of 1601 when it is gone.</summary>
    internal static Timestamp LastWrite(string path) =>
        new((File.GetLastWriteTimeUtc(path).Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
}
