using Drover.Cli.Listing;

namespace Drover.Cli.Live;

/// <summary>Lines of a table of which not all rows are known yet: columns are as wide as the widest cell so far.</summary>
internal sealed class GrowingColumns(IReadOnlyList<Field> fields)
{
    private const string Gap = "  ";

    private readonly string[] _titles = [.. fields.Select(f => f.Title.Length > 0 ? f.Title : f.Name)];
    private readonly int[] _widths = new int[fields.Count];

    public string Title()
    {
        Grow(_titles);
        return Line(_titles);
    }

    public void Grow(IReadOnlyList<string> cells)
    {
        for (var i = 0; i < _widths.Length; i++)
            _widths[i] = Math.Max(_widths[i], CellText.Width(cells[i]));
    }

    public string Line(IReadOnlyList<string> cells)
    {
        Grow(cells);
        return string.Join(Gap, cells.Select((cell, i) => CellText.Fit(cell, _widths[i], fields[i].IsNumeric))).TrimEnd(' ');
    }
}
