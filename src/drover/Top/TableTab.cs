using Drover.Cli.Live;

namespace Drover.Cli.Top;

/// <summary>A resource as <c>drover get</c> lists it.</summary>
/// <param name="word">The key of its name.</param>
/// <param name="resource">The resource.</param>
internal class TableTab(string word, string resource) : Tab(word)
{
    private FleetTable? _last;

    public override Wanted Wants { get; } = new(resource);

    public override string Keys => "";

    /// <summary>The text of a field of a row that was drawn; null where there is none.</summary>
    protected string? Cell(string key, string field)
    {
        if (_last?.Rows is not { } table || table.Fields.Select(f => f.Name).ToList().IndexOf(field) is not (>= 0 and var index))
            return null;
        var cell = table.Rows.FirstOrDefault(row => row.Key == key)?.Source[index];
        return cell is { } found && found[0].GetInt32() == 0 && found[1].ValueKind != System.Text.Json.JsonValueKind.Null ? Listing.ValueText.Plain(found[1]) : null;
    }

    public override (string Title, IEnumerable<ListRow> Rows) Table(TopPicture picture, int width, DateTimeOffset now)
    {
        // A picture that was asked for before the tab was chosen holds nothing of it.
        _last = picture.Table?.Resource == resource ? picture.Table : _last;
        if (_last is not { } table)
            return ("", []);
        if (table.Rows is not { } known)
            return (table.Problem, []);
        var columns = new GrowingColumns(table.Columns.Columns(known.Fields, known.Shown));
        var rows = known.Rows.Select(row => (row.Key, Cells: columns.Cells(row.Source))).ToList();
        rows.ForEach(row => columns.Grow(row.Cells));
        return (columns.Title(), rows.Select(row => new ListRow(row.Key, new ScreenLine(columns.Line(row.Cells)))));
    }

    public override void Press(Key key, string chosen, TopView view)
    {
        if (key.Kind == KeyKind.Enter)
            view.Run("show", resource, chosen);
    }
}
