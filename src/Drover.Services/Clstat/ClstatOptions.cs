namespace Drover.Services.Clstat;

/// <summary>Where a status file of Cluster::Init is, and how often it is written.</summary>
public sealed class ClstatOptions
{
    /// <summary>Where OpenMosix::HA looks below the directory of a node, by its own default.</summary>
    private const string BelowNode = "var/mosix-ha/clstat";

    /// <summary>Path of the file; its folder is made when it is missing. Cluster::Init's own is <c>/var/run/clinit/clstat</c>. There is no default.</summary>
    public required string Path { get; init; }

    /// <summary>A directory above it that is not made, and without which nothing is written: where it is missing, it is not mounted. No link below it is followed. Null for none.</summary>
    public string? Root { get; init; }

    /// <summary>Mode of the file. Default 0644.</summary>
    public UnixFileMode Mode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Longest time between two writes when nothing changes; its readers take the time stamp as the heartbeat of the node.
    /// Default 25 seconds, so that the stamp is never older than 30, also on a busy machine.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The file of a node in a directory that all nodes share, as OpenMosix::HA has it: <c>DIRECTORY/NODE/var/mosix-ha/clstat</c>.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="node">The name of the node.</param>
    /// <exception cref="DroverException"><c>CLSTAT_OPTIONS</c>: no directory can have the name of the node.</exception>
    public static ClstatOptions InDirectory(string directory, string node) => node is "" or "." or ".." || node.Contains('/', StringComparison.Ordinal)
        ? throw new DroverException("CLSTAT_OPTIONS", $"The node '{node}' can have no directory of its own in {directory}: give it another name, or leave clstat-directory out.")
        : new ClstatOptions { Path = System.IO.Path.Combine(directory, node, BelowNode), Root = directory };

    /// <exception cref="DroverException"><c>CLSTAT_OPTIONS</c>: a setting makes no sense; the text names it.</exception>
    internal void Validate()
    {
        if (Path.Length == 0)
            throw new DroverException("CLSTAT_OPTIONS", "The clstat setting Path must be a path.");
        if (Heartbeat <= TimeSpan.Zero || Heartbeat > TimeSpan.FromSeconds(30))
            throw new DroverException("CLSTAT_OPTIONS", "The clstat setting Heartbeat must be above zero and at most 30 seconds: after 60 the node counts as dead.");
    }
}
