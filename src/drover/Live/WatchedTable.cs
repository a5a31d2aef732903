using System.Text.Json;
using Drover.Cli.Listing;

namespace Drover.Cli.Live;

/// <summary>One row of a table that is watched: what it is known by, its cells as text, and as the daemon sent them.</summary>
internal sealed record WatchedRow(string Key, IReadOnlyList<string> Cells, JsonElement Source);

/// <summary>A table at one moment.</summary>
/// <param name="Columns">What is shown of each row.</param>
/// <param name="Fields">What is known of each row: the columns, and behind them the key where it is none of them.</param>
internal sealed record WatchedTable(List<Field> Columns, List<Field> Fields, IReadOnlyList<WatchedRow> Rows)
{
    /// <summary>Reads what a request asks for.</summary>
    /// <exception cref="CliException">Refused, or it asks for a field that there is not.</exception>
    public static WatchedTable Read(Session session, KeyedRequest request)
    {
        var text = new ValueText(session.Zone);
        List<Field> fields = [];
        var rows = new List<WatchedRow>();
        foreach (var page in RowReader.Pages(session.Door, request.List))
        {
            using (page)
            {
                fields = Field.ReadAll(page.RootElement);
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                {
                    var cells = row.EnumerateArray().Zip(fields, (cell, field) => text.Cell(field, cell)).ToList();
                    rows.Add(new WatchedRow(cells[request.Key], cells[..request.Shown], row.Clone()));
                }
            }
        }

        var unknown = fields.Where(f => f.IsUnknown).Select(f => f.Name).ToList();
        return unknown.Count == 0
            ? new WatchedTable(fields[..request.Shown], fields, rows)
            : throw UnknownField.Of(session.Door, request.List.Resource, unknown);
    }
}
