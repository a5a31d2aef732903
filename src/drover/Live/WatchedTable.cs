using System.Text.Json;
using Drover.Cli.Listing;

namespace Drover.Cli.Live;

/// <summary>One row of a table that is watched: what it is known by, its cells as text and as the daemon sent them.</summary>
internal sealed record WatchedRow(string Key, IReadOnlyList<string> Cells, JsonElement Row);

/// <summary>A table at one moment.</summary>
internal sealed record WatchedTable(List<Field> Fields, IReadOnlyList<WatchedRow> Rows)
{
    /// <summary>Adds the column by which rows are told apart, if it is not among those asked for; it is not shown then.</summary>
    public static ListRequest WithKey(Session session, ListRequest request)
    {
        var fields = RowReader.Fields(session.Door, request.Resource);
        var key = RowReader.Key(fields).Name;
        var chosen = request.Fields switch
        {
            null => fields.Where(f => f.Default).Select(f => f.Name),
            "*" => fields.Select(f => f.Name),
            var names => names.Split(','),
        };
        return request with { Fields = string.Join(',', chosen.Append(key)) };
    }

    /// <summary>Reads what a request of <see cref="WithKey"/> asks for.</summary>
    /// <exception cref="CliException">Refused, or it asks for a field that there is not.</exception>
    public static WatchedTable Read(Session session, ListRequest request)
    {
        var text = new ValueText(session.Zone);
        List<Field> fields = [];
        var rows = new List<WatchedRow>();
        foreach (var page in RowReader.Pages(session.Door, request))
        {
            using (page)
            {
                fields = Field.ReadAll(page.RootElement);
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                {
                    var cells = row.EnumerateArray().Zip(fields, (cell, field) => text.Cell(field, cell)).ToList();
                    rows.Add(new WatchedRow(cells[^1], cells[..^1], row.Clone()));
                }
            }
        }

        var unknown = fields.Where(f => f.IsUnknown).Select(f => f.Name).ToList();
        return unknown.Count == 0
            ? new WatchedTable(fields[..^1], rows)
            : throw new CliException("UNKNOWN_FIELD", $"{request.Resource} has no field {string.Join(", ", unknown)}", ExitCode.UnknownField, $"'drover fields {request.Resource}' lists them");
    }
}
