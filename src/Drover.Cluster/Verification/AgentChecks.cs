using System.Globalization;
using Drover.Cluster.Nodes;
using Drover.Nodes.Presence;

namespace Drover.Cluster.Verification;

/// <summary>What the agent of a node has told of itself when it came: clock and version.</summary>
internal static class AgentChecks
{
    /// <summary>As much as Ganeti allows.</summary>
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromSeconds(150);

    /// <param name="node">The node.</param>
    /// <param name="presence">What its agent has told.</param>
    /// <param name="version">Version of the master; null when it is not known.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static void Check(Node node, NodePresence presence, string? version, Findings findings)
    {
        if (presence.ClockAhead.Duration() > s_clockTolerance)
            findings.Error("ENODETIME", "node", node.Name, string.Create(CultureInfo.InvariantCulture,
                $"has a clock that was {Math.Abs(presence.ClockAhead.TotalSeconds):0} s {(presence.ClockAhead > TimeSpan.Zero ? "ahead of" : "behind")} the master's when its agent came; set it by NTP"));
        if (version is not null && presence.Version is { } other && other != version)
            findings.Warning("ENODEVERSION", "node", node.Name, $"has an agent of version {other}, and the master is of version {version}; bring both to the same release");
    }
}
