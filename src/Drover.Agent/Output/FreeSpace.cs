namespace Drover.Agent.Output;

/// <summary>Room on file systems.</summary>
internal static class FreeSpace
{
    /// <summary>Bytes that are free where a directory is, for those who are not root; as many as one likes if that cannot be told.</summary>
    internal static long Of(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue / 2;
        }
    }
}
