using System.Globalization;

namespace Drover.Cli.Live;

/// <summary>A table that changes in place. Of one that is too long the end is shown, as a listing leaves it on a terminal.</summary>
internal sealed class TableView(bool titles) : ILiveView
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
        _columns ??= new GrowingColumns(table.Columns);
        var head = new List<ScreenLine>();
        if (Away is { } since)
            head.Add(new ScreenLine($"the daemon has been away for {ElapsedText.Of(now - since)}", Look.Bad));
        foreach (var row in table.Rows)
            _columns.Grow(row.Cells);
        if (titles)
            head.Add(new ScreenLine(_columns.Title(), Look.Title));
        var left = room.Rows - head.Count;
        var hidden = table.Rows.Count > left ? table.Rows.Count - left + 1 : 0;
        if (hidden > 0)
            head.Add(new ScreenLine(string.Create(CultureInfo.InvariantCulture, $"... {hidden} rows before")));
        return [.. head.Concat(table.Rows.Skip(hidden).Select(row => new ScreenLine(_columns.Line(row.Cells)))).Take(room.Rows)
            .Select(line => line with { Text = CellText.Cut(line.Text, room.Columns) })];
    }
}
