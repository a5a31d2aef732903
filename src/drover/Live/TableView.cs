using Drover.Cli.Listing;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Live;

/// <summary>A table that changes in place. Of one that is too long the end is shown, as a listing leaves it on a terminal.</summary>
/// <param name="selection">The columns.</param>
/// <param name="titles">A line of titles.</param>
internal sealed class TableView(Selection selection, bool titles) : ILiveView
{
    private GrowingColumns? _columns;

    /// <summary>Watching ends with Ctrl-C alone.</summary>
    public bool IsOver => false;

    public WatchedTable? Table { get; set; }

    public DateTimeOffset? Away { get; set; }

    public IReadOnlyList<ScreenLine> Draw(ScreenSize room, DateTimeOffset now)
    {
        if (Table is not { } table)
            return [];
        _columns ??= new GrowingColumns(selection.Columns(table.Fields, table.Shown));
        var head = new List<ScreenLine>();
        if (Away is { } since)
            head.Add(new ScreenLine(Language.Say("table.away", ElapsedText.Of(now - since)), Look.Bad));
        // Made for each picture: elapsed times grow.
        var rows = table.Rows.Select(row => _columns.Cells(row.Source)).ToList();
        rows.ForEach(_columns.Grow);
        if (titles)
            head.Add(new ScreenLine(_columns.Title(), Look.Title));
        var left = room.Rows - head.Count;
        var hidden = rows.Count > left ? rows.Count - left + 1 : 0;
        if (hidden > 0)
            head.Add(new ScreenLine(Language.Say("table.before", hidden)));
        return [.. head.Concat(rows.Skip(hidden).Select(cells => new ScreenLine(_columns.Line(cells)))).Take(room.Rows)
            .Select(line => line with { Text = CellText.Cut(line.Text, room.Columns) })];
    }
}
