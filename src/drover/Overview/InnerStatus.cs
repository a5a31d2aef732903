using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Live;

namespace Drover.Cli.Overview;

/// <summary>The daemon from within at one moment: what it measures, what runs, what is locked, whom it works with.</summary>
/// <param name="Figures">What its instruments show.</param>
internal sealed record InnerStatus(Figures Figures)
{
    /// <summary>More rows of one kind are not asked for.</summary>
    private const int Most = 1_000;

    /// <summary>Jobs that run, the oldest first.</summary>
    public IReadOnlyList<JobRow> Running { get; init; } = [];

    /// <summary>Objects with <c>name</c>, <c>mode</c>, <c>owner</c> and <c>pending</c>; null where this user may not see them.</summary>
    public IReadOnlyList<JsonElement>? Locks { get; init; }

    /// <summary>Objects with <c>name</c> and <c>role</c>; null where this user may not see them.</summary>
    public IReadOnlyList<JsonElement>? Nodes { get; init; }

    /// <summary>Objects with <c>name</c>, <c>state</c> and <c>version</c>; null where there is no lab, or this user may not see it.</summary>
    public IReadOnlyList<JsonElement>? Workers { get; init; }

    public static InnerStatus Read(DaemonDoor door) => new(Figures.Read(door))
    {
        Running = JobRow.Read(door, "status == \"running\"", sort: null, Most),
        Locks = Rows(door, "lock", "name,mode,owner,pending"),
        Nodes = Rows(door, "node", "name,role"),
        Workers = Rows(door, "worker", "name,state,version"),
    };

    private static List<JsonElement>? Rows(DaemonDoor door, string resource, string fields)
    {
        try
        {
            List<JsonElement> rows = [];
            foreach (var page in RowReader.Pages(door, new ListRequest(resource) { Fields = fields, Limit = Most }))
            {
                using (page)
                {
                    var columns = Field.ReadAll(page.RootElement);
                    rows.AddRange(page.RootElement.GetProperty("rows").EnumerateArray().Select(row => Listing.Rows.ToObject(columns, row)));
                }
            }

            return rows;
        }
        catch (CliException e) when (ExitCode.IsTurnedAway(e.ExitCode))
        {
            return null;
        }
    }
}
