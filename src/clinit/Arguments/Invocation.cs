namespace Drover.Clinit.Arguments;

/// <summary>A command line that was understood.</summary>
internal sealed record Invocation
{
    public required Deed Deed { get; init; }

    public string Cltab { get; init; } = "/etc/cltab";

    public string Socket { get; init; } = "/var/run/clinit/clinit.s";

    public string Clstat { get; init; } = "/var/run/clinit/clstat";

    /// <summary>The directory in which the nodes of a cluster have their status files.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>How old one of these may be; its writer refreshes it every 25 seconds, and OpenMosix::HA takes a node for dead after 60.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether the status follows the reply; of a cluster, whether groups are shown that are active nowhere too.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether all is printed as one JSON line.</summary>
    public bool Json { get; init; }

    /// <summary>Whether to stay until the level is reached.</summary>
    public bool Waits { get; init; }

    /// <summary>How long at most; null is without end.</summary>
    public TimeSpan? WaitLimit { get; init; }

    /// <summary>The group of a tell; null is the one named like this host.</summary>
    public string? Group { get; init; }

    /// <summary>The level of a tell.</summary>
    public string Level { get; init; } = "";

    /// <summary>What is handed to droverd besides.</summary>
    public IReadOnlyList<string> DaemonArguments { get; init; } = [];
}
