using System.Globalization;
using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Jobs;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;

namespace Drover.Cli.Overview;

/// <summary>A job that ended as an error.</summary>
/// <param name="Error">What its first failed operation said; empty where that is not for this user.</param>
internal sealed record FailedJob(long Id, string Summary, DateTimeOffset Ended, string Error)
{
    /// <summary>More are not counted.</summary>
    public const int Most = 100;

    /// <summary>Those that ended after a moment, the newest first.</summary>
    public static List<FailedJob> Since(DaemonDoor door, DateTimeOffset moment)
    {
        var request = new ListRequest("job")
        {
            Fields = "id,summary,end_ts,opstatus,opresult",
            Filter = string.Create(CultureInfo.InvariantCulture, $"status == \"error\" and end_ts > {moment.ToUnixTimeSeconds()}"),
            Sort = "-id",
            Limit = Most,
        };
        var jobs = new List<FailedJob>();
        foreach (var page in RowReader.Pages(door, request))
        {
            using (page)
                jobs.AddRange(page.RootElement.GetProperty("rows").EnumerateArray().Select(Read));
        }

        return jobs;
    }

    private static FailedJob Read(JsonElement row)
    {
        JsonElement Cell(int index) => row[index][0].GetInt32() == 0 ? row[index][1] : default;
        var end = new JobUpdate(Cell(0).GetInt64(), "error", Final: true, Cell(3), Cell(4), [], default);
        return new FailedJob(end.Id, ValueText.Plain(Cell(1)), DateTimeOffset.UnixEpoch.AddSeconds(Cell(2)[0].GetInt64()), Printable.Line(JobOutcome.Reason(end).TrimStart(':', ' ')));
    }
}
