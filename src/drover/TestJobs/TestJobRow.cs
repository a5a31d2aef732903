using System.Globalization;
using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;

namespace Drover.Cli.TestJobs;

/// <summary>A test job as the lab sees it, beside its job in the queue.</summary>
/// <param name="State">Submitted, Scheduled, Running, Canceling or Finished.</param>
/// <param name="Health">Complete, Incomplete, Canceled, or Unknown before the end.</param>
/// <param name="Device">The device that it has or had; null before.</param>
/// <param name="Tags">What the device must offer; empty also where this user may not see it.</param>
internal sealed record TestJobRow(long Id, string State, string Health, string DeviceType, string? Device, string? Worker, IReadOnlyList<string> Tags)
{
    internal const string Fields = "id,state,health,device_type,device,worker,tags,submitted,started,ended,health_check,group";

    public DateTimeOffset? Submitted { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public bool IsHealthCheck { get; init; }

    /// <summary>It waits with others of its group, for devices of all.</summary>
    public bool IsInGroup { get; init; }

    /// <summary>It has no device yet.</summary>
    public bool IsWaiting => State == "Submitted";

    /// <summary>The test job with the id of a job; null for a job of another kind, and where there is no lab.</summary>
    public static TestJobRow? Find(DaemonDoor door, long id)
    {
        try
        {
            var request = new ListRequest("test-job") { Fields = Fields, Filter = string.Create(CultureInfo.InvariantCulture, $"id == {id}") };
            using var page = door.Get(RowReader.Target(request, limit: 1, after: null));
            // An id that is asked for and is none has a row too, in which nothing but the id is there.
            return page.RootElement.GetProperty("rows").EnumerateArray().Select(Read).FirstOrDefault(row => row.Id == id && row.State.Length > 0);
        }
        catch (CliException e) when (ExitCode.IsTurnedAway(e.ExitCode) && !e.MayPass)
        {
            return null;
        }
    }

    private static TestJobRow Read(JsonElement row)
    {
        JsonElement Cell(int index) => row[index][0].GetInt32() == 0 ? row[index][1] : default;
        string? Text(int index) => Cell(index) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        return new TestJobRow(
            Cell(0).ValueKind == JsonValueKind.Number ? Cell(0).GetInt64() : 0, Text(1) ?? "", Text(2) ?? "", Text(3) ?? "", Text(4), Text(5),
            Cell(6).ValueKind == JsonValueKind.Array ? [.. Cell(6).EnumerateArray().Select(tag => tag.GetString() ?? "")] : [])
        {
            Submitted = Moments.Read(Cell(7)),
            Started = Moments.Read(Cell(8)),
            Ended = Moments.Read(Cell(9)),
            IsHealthCheck = Cell(10).ValueKind == JsonValueKind.True,
            IsInGroup = Text(11) is not null,
        };
    }
}
