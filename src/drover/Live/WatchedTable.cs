using System.Text.Json;
using Drover.Cli.Listing;

namespace Drover.Cli.Live;

/// <summary>One row of a table that is watched: what it is known by, and as the daemon sent it.</summary>
internal sealed record WatchedRow(string Key, JsonElement Source);

/// <summary>A table at one moment.</summary>
/// <param name="Fields">What is known of each row: what is shown, and behind that the key where it is not among it.</param>
/// <param name="Shown">How many of them are shown.</param>
/// <param name="Rows">The rows in order.</param>
internal sealed record WatchedTable(IReadOnlyList<Field> Fields, int Shown, IReadOnlyList<WatchedRow> Rows)
{
    /// <summary>Reads what a request asks for.</summary>
    /// <exception cref="CliException">Refused, or it asks for a field that there is not.</exception>
    public static WatchedTable Read(Session session, KeyedRequest request)
    {
        var (fields, rows) = request.Newest is { } counter
            ? RowReader.Newest(session.Door, request.List, counter, request.List.Limit!.Value, out _)
            : All(session, request.List);
        var unknown = fields.Where(f => f.IsUnknown).Select(f => f.Name).ToList();
        if (unknown.Count > 0)
            throw UnknownField.Of(session.Door, request.List.Resource, unknown, request.HasDerived);
        var key = fields.FindIndex(f => f.Name == request.Key);
        var text = new ValueText(session.Zone);
        return new WatchedTable(fields, request.Shown, rows.ConvertAll(row => new WatchedRow(text.Cell(fields[key], row[key]), row)));
    }

    private static (List<Field> Fields, List<JsonElement> Rows) All(Session session, ListRequest request)
    {
        List<Field> fields = [];
        List<JsonElement> rows = [];
        foreach (var page in RowReader.Pages(session.Door, request))
        {
            using (page)
            {
                fields = Field.ReadAll(page.RootElement);
                rows.AddRange(page.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.Clone()));
            }
        }

        return (fields, rows);
    }
}
