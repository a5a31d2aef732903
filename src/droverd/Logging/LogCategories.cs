namespace Drover.Daemon.Logging;

/// <summary>The categories of the daemon's log. In specifications they stand without what they all begin with.</summary>
internal static class LogCategories
{
    /// <summary>What the name of every category begins with.</summary>
    public const string Prefix = "drover.";

    /// <summary>Without the prefix, in order.</summary>
    public static IReadOnlyList<string> All { get; } = ["accounts", "agent", "cltab", "cluster", "clusterinit", "daemon", "fleet", "http", "jobs", "kernel", "lab", "lava", "lava-web", "luxi", "services", "shares", "store", "tasks", "worker"];
}
