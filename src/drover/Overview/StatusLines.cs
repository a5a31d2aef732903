using System.Globalization;
using Drover.Cli.Live;
using Drover.Cli.Words;

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
            Language.Say(status.IsReady ? "status.ready" : "status.not-ready", word, status.Cluster, status.Node) + (problems.Length == 0 ? "" : $"; {problems}"),
            status.Severity == Severity.Ok ? Look.Title : Look.Bad);
    }

    public static IEnumerable<ScreenLine> All(FleetStatus status, DateTimeOffset now)
    {
        yield return Verdict(status);
        yield return Labelled(Language.Say("label.leader"), Language.Say("status.leader", status.Node, status.Version));
        foreach (var line in Several(Language.Say("label.failing"), status.Failing.Select(check => $"{check.Name}: {check.Message}")))
            yield return line with { Look = Look.Bad };
        yield return Queue(status.Queue);
        if (status.LongestWait is { } job)
        {
            yield return Labelled(Language.Say("label.longest"), Language.Say("status.longest", job.Id, job.Summary, job.Status, ElapsedText.Of(job.For(now))));
            if (status.Why is { } why)
                yield return Labelled("", why);
        }

        yield return Labelled(Language.Say("label.services"), Services(status.Groups));
        foreach (var line in Several("", status.Groups.Where(group => group.IsBad).Select(group => $"{group.Name} {group.State} {group.Note}")))
            yield return line with { Look = Look.Bad };
        yield return Labelled(Language.Say("label.disk"), status.Disk is { } disk ? Space(disk) : Language.Say("not-for-user"));
        foreach (var line in Failed(status.Failed, now))
            yield return line;
        foreach (var line in Several(Language.Say("label.notices"), status.Notices.Select(notice => $"{notice.Name}: {notice.Message}")))
            yield return line;
    }

    public static ScreenLine Queue(QueueFigures queue)
    {
        var takes = queue.Stopping ? Language.Say("queue.stopping") : queue.Drained ? Language.Say("queue.drained") : Language.Say("queue.open");
        return Labelled(Language.Say("label.queue"), Language.Say("queue.figures", takes, Language.Number(queue.Running), Language.Number(queue.Waiting), Language.Number(queue.Queued), Language.Number(queue.Limit)));
    }

    /// <summary>Both in one line, where there is no more room.</summary>
    public static ScreenLine ServicesAndDisk(FleetStatus status) => Labelled(Language.Say("label.services"), status.Disk is { } disk ? Language.Say("status.services-disk", Services(status.Groups), Space(disk)) : Services(status.Groups));

    private static string Services(IReadOnlyList<ServiceRow> groups)
    {
        var well = groups.Count(group => !group.IsBad);
        return groups.Count == 0 ? Language.Say("none") : Language.Count("status.well", groups.Count, Language.Number(well));
    }

    private static string Space(DiskSpace disk) => Language.Say("status.space", Size(disk.Free), Size(disk.Total), disk.FreePercent);

    private static IEnumerable<ScreenLine> Failed(IReadOnlyList<FailedJob> failed, DateTimeOffset now) => failed.Count == 0
        ? [Labelled(Language.Say("label.failed"), Language.Say("status.no-failure"))]
        : Several(Language.Say("label.failed"), failed.Select(job => Language.Say("status.failure", job.Id, job.Summary, ElapsedText.Of(now - job.Ended)) + (job.Error.Length == 0 ? "" : $": {job.Error}")));

    /// <summary>The first of these under one label, and how many more there are.</summary>
    public static IEnumerable<ScreenLine> Several(string label, IEnumerable<string> texts, int most = MostNamed)
    {
        var all = texts.ToList();
        foreach (var (text, i) in all.Take(most).Select((text, i) => (text, i)))
            yield return Labelled(i == 0 ? label : "", text);
        if (all.Count > most)
            yield return Labelled("", Language.Say("status.more", all.Count - most));
    }

    public static ScreenLine Labelled(string label, string text) => new(label.PadRight(LabelWidth) + text);

    public static string Size(long bytes) => bytes switch
    {
        < 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10}K"),
        < 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20}M"),
        < 1L << 40 => Language.Decimal(string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0}G")),
        _ => Language.Decimal(string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 40):0.0}T")),
    };
}
