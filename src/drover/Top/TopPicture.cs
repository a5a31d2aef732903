using Drover.Cli.Live;
using Drover.Cli.Overview;

namespace Drover.Cli.Top;

/// <summary>What is known of the fleet at one moment.</summary>
internal sealed record TopPicture(FleetStatus Status, IReadOnlyList<JobRow> Jobs, IReadOnlyDictionary<long, string> Why, IReadOnlyList<ServiceRow> Processes)
{
    /// <summary>Of each state so many jobs are fetched: a screen shows no more, and a filter has enough to find.</summary>
    private const int MostJobs = 200;

    private const int MostEnded = 30;

    private static readonly TimeSpan s_lately = TimeSpan.FromHours(1);

    /// <summary>The table that was wanted; null for none.</summary>
    public FleetTable? Table { get; init; }

    /// <summary>The daemon from within, in lines; null where that was not wanted.</summary>
    public IReadOnlyList<ScreenLine>? Inner { get; init; }

    public static TopPicture Read(Session session, FleetTables tables, Wanted wanted)
    {
        var door = session.Door;
        List<JobRow> unfinished =
        [
            .. JobRow.Read(door, "status == \"running\"", null, MostJobs),
            .. JobRow.Read(door, "status == \"waiting\" or status == \"canceling\"", null, MostJobs),
            .. JobRow.Read(door, "status == \"queued\"", null, MostJobs),
        ];
        var ended = JobRow.Read(door, "status == \"success\" or status == \"error\" or status == \"canceled\"", "-id", MostEnded);
        var now = session.Clock.GetUtcNow();
        var status = FleetStatus.Read(door, now - s_lately);
        return new TopPicture(
            status, [.. unfinished, .. ended.OrderByDescending(job => job.Ended)],
            JobRow.WhyOf(door, unfinished), ServiceRow.Processes(door, status.Node))
        {
            Table = wanted.Table is { } resource ? tables.Read(session, resource) : null,
            Inner = wanted.Inner ? [.. new InnerLines(InnerStatus.Read(door), session.Zone, now).All()] : null,
        };
    }
}
