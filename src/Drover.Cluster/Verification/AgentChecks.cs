using System.Globalization;
using Drover.Cluster.Nodes;
using Drover.Nodes;

namespace Drover.Cluster.Verification;

/// <summary>What the agent of a node has told of itself: clock and version when it came, and whether it has the files of the configuration.</summary>
internal static class AgentChecks
{
    /// <summary>As much as Ganeti allows.</summary>
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromSeconds(150);

    /// <param name="node">The node.</param>
    /// <param name="machine">Its machine, whose agent is here.</param>
    /// <param name="version">Version of the master; null when it is not known.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static void Check(Node node, INode machine, string? version, Findings findings)
    {
        var presence = machine.Presence;
        if (presence.ClockAhead.Duration() > s_clockTolerance)
            findings.Error("ENODETIME", "node", node.Name, string.Create(CultureInfo.InvariantCulture,
                $"has a clock that was {Math.Abs(presence.ClockAhead.TotalSeconds):0} s {(presence.ClockAhead > TimeSpan.Zero ? "ahead of" : "behind")} the master's when its agent came; set it by NTP"));
        if (machine.Configuration?.Problem is { } problem)
            findings.Error("ENODEFILECHECK", "node", node.Name, $"does not have the files of the configuration: {problem}");
        if (version is not null && presence.Version is { } other && other != version)
            findings.Warning("ENODEVERSION", "node", node.Name, $"has an agent of version {other}, and the master is of version {version}; bring both to the same release");
    }
}
