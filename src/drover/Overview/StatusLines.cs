using System.Globalization;
using Drover.Cli.Live;

namespace Drover.Cli.Overview;

/// <summary>The status in words, for one screen of 24 lines.</summary>
internal static class StatusLines
{
    /// <summary>Of each kind of thing so many are named.</summary>
    private const int MostNamed = 3;

    private const int LabelWidth = 10;

    /// <summary>The line for monitoring: the verdict, and what stands behind it.</summary>
    public static ScreenLine Verdict(FleetStatus status)
    {
        var word = status.Severity switch { Severity.Ok => "OK", Severity.Warning => "WARNING", _ => "CRITICAL" };
        var problems = string.Join("; ", status.Problems);
        return new ScreenLine(
            $"{word}: {status.Cluster} on {status.Node} {(status.IsReady ? "is ready" : "is not ready")}{(problems.Length == 0 ? "" : $"; {problems}")}",
            status.Severity == Severity.Ok ? Look.Title : Look.Bad);
    }

    public static IEnumerable<ScreenLine> All(FleetStatus status, DateTimeOffset now)
    {
        yield return Verdict(status);
        yield return Labelled("leader", $"{status.Node}, droverd {status.Version}");
        foreach (var line in Several("failing", status.Failing.Select(check => $"{check.Name}: {check.Message}")))
            yield return line with { Look = Look.Bad };
        yield return Queue(status.Queue);
        if (status.LongestWait is { } job)
        {
            yield return Labelled("longest", $"job {job.Id} ({job.Summary}), {job.Status} for {ElapsedText.Of(job.For(now))}");
            if (status.Why is { } why)
                yield return Labelled("", why);
        }

        yield return Labelled("services", Services(status.Groups));
        foreach (var line in Several("", status.Groups.Where(group => group.IsBad).Select(group => $"{group.Name} {group.State} {group.Note}")))
            yield return line with { Look = Look.Bad };
        yield return Labelled("disk", status.Disk is { } disk ? Space(disk) : "not for this user to see");
        foreach (var line in Failed(status.Failed, now))
            yield return line;
        foreach (var line in Several("notices", status.Notices.Select(notice => $"{notice.Name}: {notice.Message}")))
            yield return line;
    }

    public static ScreenLine Queue(QueueFigures queue)
    {
        var takes = queue.Stopping ? "the daemon is about to stop" : queue.Drained ? "drained, refuses new jobs" : "takes jobs";
        return Labelled("queue", string.Create(CultureInfo.InvariantCulture, $"{takes}: {queue.Running} running, {queue.Waiting} waiting, {queue.Queued} queued of at most {queue.Limit}"));
    }

    /// <summary>Both in one line, where there is no more room.</summary>
    public static ScreenLine ServicesAndDisk(FleetStatus status) => Labelled("services", $"{Services(status.Groups)}{(status.Disk is { } disk ? $"; disk {Space(disk)}" : "")}");

    private static string Services(IReadOnlyList<ServiceRow> groups)
    {
        var well = groups.Count(group => !group.IsBad);
        return groups.Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{well} of {groups.Count} {(groups.Count == 1 ? "group is" : "groups are")} well");
    }

    private static string Space(DiskSpace disk) => $"{Size(disk.Free)} of {Size(disk.Total)} free ({disk.FreePercent} %)";

    private static IEnumerable<ScreenLine> Failed(IReadOnlyList<FailedJob> failed, DateTimeOffset now) => failed.Count == 0
        ? [Labelled("failed", "no job of late")]
        : Several("failed", failed.Select(job => $"job {job.Id} ({job.Summary}) {ElapsedText.Of(now - job.Ended)} ago{(job.Error.Length == 0 ? "" : $": {job.Error}")}"));

    /// <summary>The first of these under one label, and how many more there are.</summary>
    public static IEnumerable<ScreenLine> Several(string label, IEnumerable<string> texts, int most = MostNamed)
    {
        var all = texts.ToList();
        foreach (var (text, i) in all.Take(most).Select((text, i) => (text, i)))
            yield return Labelled(i == 0 ? label : "", text);
        if (all.Count > most)
            yield return Labelled("", string.Create(CultureInfo.InvariantCulture, $"... and {all.Count - most} more"));
    }

    public static ScreenLine Labelled(string label, string text) => new(label.PadRight(LabelWidth) + text);

    public static string Size(long bytes) => bytes switch
    {
        < 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10}K"),
        < 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20}M"),
        < 1L << 40 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0}G"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 40):0.0}T"),
    };
}
