using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>Lines of a table of which not all rows are known yet: columns are as wide as the widest cell so far.</summary>
internal sealed class GrowingColumns(IReadOnlyList<SelectedColumn> columns)
{
    private const string Gap = "  ";

    private readonly string[] _titles = [.. columns.Select(c => c.Title)];
    private readonly int[] _widths = new int[columns.Count];

    public string Title()
    {
        Grow(_titles);
        return Line(_titles);
    }

    /// <summary>The texts of a row at this moment.</summary>
    public string[] Cells(JsonElement row) => [.. columns.Select(c => c.Text(row))];

    public void Grow(IReadOnlyList<string> cells)
    {
        for (var i = 0; i < _widths.Length; i++)
            _widths[i] = Math.Max(_widths[i], CellText.Width(cells[i]));
    }

    public string Line(IReadOnlyList<string> cells)
    {
        Grow(cells);
        return string.Join(Gap, cells.Select((cell, i) => CellText.Fit(cell, _widths[i], columns[i].Right))).TrimEnd(' ');
    }
}
