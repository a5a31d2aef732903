namespace Drover.ClusterInit.Status;

/// <summary>Where the status file of Cluster::Init is, and how often it is written.</summary>
public sealed class ClstatOptions
{
    /// <summary>Path of the file; its folder is made when it is missing. Cluster::Init's own is <c>/var/run/clinit/clstat</c>. There is no default.</summary>
    public required string Path { get; init; }

    /// <summary>Mode of the file. Default 0644.</summary>
    public UnixFileMode Mode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Longest time between two writes when nothing changes; its readers take the time stamp as the heartbeat of the node.
    /// Default 25 seconds, so that the stamp is never older than 30, also on a busy machine.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(25);

    /// <exception cref="DroverException"><c>CLSTAT_OPTIONS</c>: a setting makes no sense; the text names it.</exception>
    internal void Validate()
    {
        if (Path.Length == 0)
            throw new DroverException("CLSTAT_OPTIONS", "The clstat setting Path must be a path.");
        if (Heartbeat <= TimeSpan.Zero || Heartbeat > TimeSpan.FromSeconds(30))
            throw new DroverException("CLSTAT_OPTIONS", "The clstat setting Heartbeat must be above zero and at most 30 seconds: after 60 the node counts as dead.");
    }
}
