using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.Overview;

/// <summary>Something that the daemon says about itself.</summary>
internal sealed record Finding(string Name, string Message);

/// <summary>How the fleet is at one moment.</summary>
internal sealed record FleetStatus(string Cluster, string Node, string Version, QueueFigures Queue)
{
    /// <summary>Checks that fail: as long as there are any, the daemon is not ready.</summary>
    public IReadOnlyList<Finding> Failing { get; init; } = [];

    public IReadOnlyList<Finding> Notices { get; init; } = [];

    /// <summary>The job that has waited longest; null when none waits.</summary>
    public JobRow? LongestWait { get; init; }

    public string? Why { get; init; }

    public IReadOnlyList<ServiceRow> Groups { get; init; } = [];

    public DiskSpace? Disk { get; init; }

    /// <summary>Jobs that failed of late, the newest first; at most <see cref="FailedJob.Most"/>.</summary>
    public IReadOnlyList<FailedJob> Failed { get; init; } = [];

    public bool IsReady => Failing.Count == 0;

    public Severity Severity => !IsReady ? Severity.Critical : Problems.Any() ? Severity.Warning : Severity.Ok;

    /// <summary>What somebody should look at, the worst first.</summary>
    public IEnumerable<string> Problems
    {
        get
        {
            foreach (var check in Failing)
                yield return $"{check.Name}: {check.Message}";
            foreach (var group in Groups.Where(group => group.IsBad))
                yield return group.IsOutdated ? Language.Say("problem.outdated", group.Name, group.State) : Language.Say("problem.group", group.Name, group.State);
            if (Queue.Drained)
                yield return Language.Say("problem.drained");
            if (Disk is { IsLow: true } disk)
                yield return Language.Say("problem.disk", disk.FreePercent);
            if (Notices.Any(notice => notice.Name == "cltab"))
                yield return Language.Say("problem.cltab");
            if (Notices.Any(notice => notice.Name == "cltab-errors") && !Groups.Any(group => group.IsOutdated))
                yield return Language.Say("problem.cltab-errors");
            if (Failed.Count > 0)
                yield return Failed.Count < FailedJob.Most ? Language.Count("problem.failed", Failed.Count) : Language.Say("problem.failed.most", Failed.Count);
        }
    }

    /// <param name="door">Where the daemon is asked.</param>
    /// <param name="failedSince">Jobs that failed before are passed over.</param>
    public static FleetStatus Read(DaemonDoor door, DateTimeOffset failedSince)
    {
        using var version = door.Get("/v1/version");
        using var queue = door.Get("/v1/queue");
        var (failing, notices) = Health(door);
        var waiting = JobRow.Read(door, "status == \"waiting\" or status == \"queued\"", sort: null, limit: 1).FirstOrDefault();
        var own = Text(version.RootElement, "node");
        return new FleetStatus(Text(version.RootElement, "cluster"), own, Text(version.RootElement, "version"), QueueFigures.Read(queue.RootElement))
        {
            Failing = failing,
            Notices = notices,
            LongestWait = waiting,
            Why = waiting is null ? null : JobRow.Why(door, waiting.Id),
            Groups = ServiceRow.Groups(door, own),
            Disk = DiskSpace.OfState(door),
            Failed = FailedJob.Since(door, failedSince),
        };
    }

    private static (List<Finding> Failing, List<Finding> Notices) Health(DaemonDoor door)
    {
        try
        {
            using var ready = door.Get("/readyz");
            return (Findings(ready.RootElement, "failing"), Findings(ready.RootElement, "notices"));
        }
        catch (CliException e) when (e.Code == "NOT_READY")
        {
            // The message names each check that fails.
            var colon = e.Message.IndexOf(": ", StringComparison.Ordinal);
            return ([colon < 0 ? new Finding("daemon", e.Message) : new Finding(e.Message[..colon], e.Message[(colon + 2)..])], []);
        }
    }

    private static List<Finding> Findings(JsonElement answer, string name) =>
        [.. answer.GetProperty(name).EnumerateArray().Select(item => new Finding(Text(item, "name"), Text(item, "message")))];

    private static string Text(JsonElement owner, string name) => Terminal.Printable.Line(owner.GetProperty(name).GetString() ?? "");
}
