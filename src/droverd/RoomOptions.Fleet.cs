using Drover.Agent.Commands;
using Drover.Daemon.Settings;
using Drover.Doors.Certificates;
using Drover.Fleet;
using Drover.Services.ClusterCltabs;
using Drover.Services.Commands;
using Drover.Services.Placements;

namespace Drover.Daemon;

/// <content>How the nodes of the fleet are reached.</content>
internal static partial class RoomOptions
{
    public static FleetOptions Fleet(DaemonSettings settings) => new()
    {
        Node = settings.Text("node"),
        Cluster = settings.Text("cluster"),
        Listen = settings.Address("agents-listen"),
        Masters = [.. (settings.Find("agents-masters") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)],
        CertificateTime = settings.Duration("agent-certificate-time"),
        TokenTime = settings.Duration("agent-token-time"),
        Patience = settings.Duration("agent-patience"),
        AnswerTime = settings.Duration("agent-answer-time"),
        LookTime = settings.Duration("agent-look-time"),
        PingTime = settings.Duration("agent-ping-time"),
        MessageBytes = (int)Math.Min(settings.Size("agent-message"), int.MaxValue),
        RowBytes = settings.Size("agent-rows"),
        ReportRate = settings.Size("agent-report-rate"),
        ReportBurst = settings.Size("agent-report-burst"),
        Connections = settings.Number("agent-connections"),
        VoteTries = settings.Number("vote-tries"),
        VotePause = settings.Duration("vote-pause"),
    };

    public static ClusterCltabOptions ClusterCltab(DaemonSettings settings) => new() { Bytes = settings.Size("cltab-size"), Versions = settings.Number("cltab-versions") };

    /// <summary>Groups that are on one node of several.</summary>
    public static PlacementOptions Placements(DaemonSettings settings) => new()
    {
        LeaseTime = settings.Duration("lease-time"),
        LeaseMargin = settings.Duration("lease-margin"),
        Memory = settings.Duration("failover-memory"),
        Failures = settings.Number("failover-failures"),
        FailureTime = settings.Duration("failover-failure-time"),
        RetryPause = settings.Duration("failover-pause"),
        LongestPause = settings.Duration("failover-longest-pause"),
        FenceCommand = settings.Find("fence-command"),
        FenceTime = settings.Duration("fence-time"),
    };

    /// <summary>How the master's certificate for agents is made: by the authority that browsers know as well.</summary>
    public static OwnCertificateOptions AgentsCertificate(DaemonSettings settings) => new()
    {
        AuthorityFile = AuthorityFile(settings),
        HostNames = HostNames(settings),
        CertificateTime = settings.Duration("web-certificate-time"),
    };

    /// <summary>Commands on the machine of the master.</summary>
    public static CommandOptions Commands(DaemonSettings settings) => new()
    {
        Node = settings.Text("node"),
        RunDirectory = Path.Combine(settings.Directory("run"), "commands"),
        StateDirectory = Path.Combine(settings.Directory("state"), CommandOptions.UsualDirectory),
        Cgroup = settings.Find("cgroup"),
        MostAtOnce = settings.Number("commands-at-once"),
        Runner = "the daemon",
    };

    /// <summary>Bounds of commands, on whatever node.</summary>
    public static CommandLimits CommandLimits(DaemonSettings settings) => new()
    {
        Time = settings.Duration("command-time"),
        Grace = settings.Duration("command-grace"),
        OutputBytes = settings.Size("command-output"),
    };

    private static string AuthorityFile(DaemonSettings settings) => Path.Combine(settings.Directory("state"), "web-ca.pem");
}
