using System.Globalization;
using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>A job as live views show it.</summary>
internal sealed record JobRow(long Id, string Status, IReadOnlyList<string> Operations, IReadOnlyList<string> OperationStates, int Priority, string Owner)
{
    private const string Fields = "id,status,summary,opstatus,priority,principal,received_ts,opexec,end_ts,waits_for";

    /// <summary>A reason is a request of its own.</summary>
    private const int MostReasons = 10;

    public DateTimeOffset? Received { get; init; }

    /// <summary>When its first operation began to run; null before.</summary>
    public DateTimeOffset? Running { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>What the running operation says that it waits for.</summary>
    public string? WaitsFor { get; init; }

    public bool IsFinal => Status is "success" or "error" or "canceled";

    public bool IsWaiting => Status is "queued" or "waiting" or "canceling";

    public string Summary => string.Join(", ", Operations);

    /// <summary>The operation that runs or comes next; the number of operations when all have ended.</summary>
    public int Current => OperationStates.TakeWhile(state => state is "success" or "error" or "canceled").Count();

    /// <summary>How long it has been in its present state; for an ended one, how long it ran.</summary>
    public TimeSpan For(DateTimeOffset now) => (Ended ?? now) - ((IsWaiting ? Received : Running ?? Received) ?? now);

    /// <param name="door">Where the daemon is asked.</param>
    /// <param name="filter">Which jobs, in the language of filters.</param>
    /// <param name="sort">Their order; null for that of their ids.</param>
    /// <param name="limit">At most so many.</param>
    public static List<JobRow> Read(DaemonDoor door, string filter, string? sort, int limit)
    {
        var jobs = new List<JobRow>();
        foreach (var page in RowReader.Pages(door, new ListRequest("job") { Fields = Fields, Filter = filter, Sort = sort, Limit = limit }))
        {
            using (page)
                jobs.AddRange(page.RootElement.GetProperty("rows").EnumerateArray().Select(Read).OfType<JobRow>());
        }

        return jobs;
    }

    /// <summary>Jobs by their ids; those that are not listed any more are left out.</summary>
    public static List<JobRow> Read(DaemonDoor door, IEnumerable<long> ids) =>
        [.. ids.Chunk(100).SelectMany(some => Read(door, string.Join(" or ", some.Select(id => string.Create(CultureInfo.InvariantCulture, $"id == {id}"))), null, some.Length))];

    /// <summary>Why it waits, as the end of a sentence that begins with the job; null when it has gone meanwhile.</summary>
    public static string? Why(DaemonDoor door, long id)
    {
        try
        {
            using var answer = door.Get(string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{id}/why"));
            var sentence = Printable.Line(answer.RootElement.GetProperty("sentence").GetString() ?? "");
            var prefix = string.Create(CultureInfo.InvariantCulture, $"Job {id} ");
            return sentence.StartsWith(prefix, StringComparison.Ordinal) ? sentence[prefix.Length..] : sentence;
        }
        catch (CliException e) when (!FleetChanges.IsAway(e))
        {
            return null;
        }
    }

    /// <summary>Why the first of the waiting jobs wait.</summary>
    public static Dictionary<long, string> WhyOf(DaemonDoor door, IEnumerable<JobRow> jobs)
    {
        var reasons = new Dictionary<long, string>();
        foreach (var job in jobs.Where(job => job.IsWaiting).Take(MostReasons))
        {
            if (Why(door, job.Id) is { } why)
                reasons.Add(job.Id, why);
        }

        return reasons;
    }

    /// <summary>In the order of <see cref="Fields"/>; null for a job that is not listed.</summary>
    private static JobRow? Read(JsonElement row)
    {
        JsonElement Cell(int index) => row[index][0].GetInt32() == 0 ? row[index][1] : default;
        if (Cell(1).ValueKind != JsonValueKind.String)
            return null;
        var waits = Cell(9);
        return new JobRow(
            Cell(0).GetInt64(), Cell(1).GetString()!, Texts(Cell(2)), Texts(Cell(3)),
            Cell(4).ValueKind == JsonValueKind.Number ? Cell(4).GetInt32() : 0, ValueText.Plain(Cell(5)))
        {
            Received = Moment(Cell(6)),
            Running = Cell(7).ValueKind == JsonValueKind.Array ? Cell(7).EnumerateArray().Select(Moment).FirstOrDefault(moment => moment is not null) : null,
            Ended = Moment(Cell(8)),
            WaitsFor = waits.ValueKind == JsonValueKind.String ? ValueText.Plain(waits) : null,
        };
    }

    private static List<string> Texts(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(ValueText.Plain)] : [];

    /// <summary>A pair of seconds and microseconds; null where there is none.</summary>
    private static DateTimeOffset? Moment(JsonElement pair) => pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2 && pair[0].ValueKind == JsonValueKind.Number
        ? DateTimeOffset.UnixEpoch.AddSeconds(pair[0].GetInt64()).AddMicroseconds(pair[1].GetInt64())
        : null;
}
