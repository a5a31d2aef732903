namespace Drover.Clinit.Status;

/// <summary>What the status file of one node of a cluster tells.</summary>
/// <param name="Node">The name of the node.</param>
/// <param name="Groups">Its groups; none when there is no file: nothing runs there.</param>
/// <param name="Age">How long ago the file was written; null when there is none.</param>
internal sealed record NodeStatus(string Node, IReadOnlyList<ClstatLine> Groups, TimeSpan? Age = null)
{
    /// <summary>Where OpenMosix::HA keeps the file, below the directory of a node.</summary>
    private const string BelowNode = "var/mosix-ha/clstat";

    /// <summary>Why the file cannot be read; null when it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>The nodes of a directory that they share, in the order of their names.</summary>
    /// <exception cref="ClinitException">The directory cannot be read.</exception>
    public static IReadOnlyList<NodeStatus> ReadAll(string directory, DateTimeOffset now)
    {
        try
        {
            return [.. Directory.GetDirectories(directory).Order(StringComparer.Ordinal).Select(node => Read(node, now))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClinitException(ExitCode.NotFresh, "no-cluster", $"the directory {directory} cannot be read: {error.Message}",
                "give the directory that droverd and drover-agent have as clstat-directory");
        }
    }

    private static NodeStatus Read(string directory, DateTimeOffset now)
    {
        var node = Path.GetFileName(directory);
        try
        {
            using var file = new FileStream(Path.Combine(directory, BelowNode), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // Of the file that is read, which another one may replace meanwhile. A stamp of the future is that of another clock.
            var age = now - new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle));
            using var text = new StreamReader(file);
            return new NodeStatus(node, ClstatLine.Read(text.ReadToEnd()), age > TimeSpan.Zero ? age : TimeSpan.Zero);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new NodeStatus(node, []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new NodeStatus(node, []) { Problem = error.Message };
        }
    }
}
