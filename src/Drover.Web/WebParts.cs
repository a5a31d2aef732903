using Drover.Doors;
using Drover.Kernel.Logs;
using Drover.Kernel.State;

namespace Drover.Web;

/// <summary>What the daemon brings along for the HTTP door.</summary>
public sealed class WebParts
{
    /// <summary>Says who is calling on the UNIX socket.</summary>
    public required ICallerGate Gate { get; init; }

    /// <summary>Checks the journal.</summary>
    public required IAudit Audit { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Names of cluster and master node, as the state has them now.</summary>
    public required Func<KernelState, WhoAmI> WhoAmI { get; init; }

    /// <summary>The daemon's settings with where they came from.</summary>
    public IReadOnlyList<SettingView> Settings { get; init; } = [];

    /// <summary>Names under which the daemon may be addressed over TCP, besides localhost and its addresses.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Checks that <c>/readyz</c> asks besides those of the kernel; null when all is well, else what is wrong.</summary>
    public IReadOnlyList<(string Name, Func<string?> Check)> Checks { get; init; } = [];

    /// <summary>Figures that <c>/metrics</c> shows besides those of kernel and door.</summary>
    public IReadOnlyList<(string Name, string Help, Func<double> Value)> Gauges { get; init; } = [];

    /// <summary>Logs that operators may read and follow.</summary>
    public IReadOnlyList<ILogSource> Logs { get; init; } = [];

    /// <summary>Most connections at once, over all HTTP listeners. Default 1,000.</summary>
    public int MostConnections { get; init; } = 1_000;

    /// <summary>Most followers of live streams, of events and logs, at once. Default 200.</summary>
    public int MostFollowers { get; init; } = 200;

    /// <summary>Silence after which an event stream gets a comment line. Default 15 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a follower of a log may take nothing of what there is before it is cut off. Default 30 seconds.</summary>
    public TimeSpan SlowReader { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>Names of the daemon.</summary>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Node">Name of the master node.</param>
/// <param name="Uuid">Identity of the cluster, which a rename does not change.</param>
public sealed record WhoAmI(string Cluster, string Node, string Uuid);

/// <summary>A setting as it is in force.</summary>
/// <param name="Name">Its name on the command line, without dashes in front.</param>
/// <param name="Value">Its value as text; null when it is not set.</param>
/// <param name="Origin"><c>default</c>, <c>file:PATH</c>, <c>environment:NAME</c> or <c>command line</c>.</param>
/// <param name="Doc">One phrase on what it does.</param>
public sealed record SettingView(string Name, string? Value, string Origin, string Doc)
{
    /// <summary>The origin of a value that nobody has set.</summary>
    public const string ByDefault = "default";
}
