using Drover.Cli.Live;

namespace Drover.Cli.Top;

/// <summary>One row of a list, known by its key while everything around it changes.</summary>
internal readonly record struct ListRow(string Key, ScreenLine Line);

/// <summary>A list with one chosen row, of which as much is shown as there is room for.</summary>
internal sealed class SelectableList
{
    private const string Chosen = "> ";
    private const string Other = "  ";

    /// <summary>Cells that stand before each row.</summary>
    public const int Margin = 2;

    private IReadOnlyList<ListRow> _rows = [];
    private int _index;
    private int _first;
    private int _height = 1;

    /// <summary>The key of the chosen row; null when there is none.</summary>
    public string? Key => _rows.Count == 0 ? null : _rows[_index].Key;

    /// <summary>Takes the rows of this moment. The chosen one stays chosen wherever it is now; when it has gone, the one in its place.</summary>
    public void Take(IReadOnlyList<ListRow> rows)
    {
        var key = Key;
        _rows = rows;
        var found = -1;
        for (var i = 0; i < rows.Count && found < 0; i++)
        {
            if (rows[i].Key == key)
                found = i;
        }

        _index = Math.Clamp(found >= 0 ? found : _index, 0, Math.Max(0, rows.Count - 1));
    }

    /// <summary>Moves by a key of movement; false for other keys.</summary>
    public bool Move(Key key)
    {
        if (Movement.Of(key, _height) is not { } by)
            return false;
        _index = (int)Math.Clamp((long)_index + by, 0, Math.Max(0, _rows.Count - 1));
        return true;
    }

    public IEnumerable<ScreenLine> Draw(int height)
    {
        _height = Math.Max(1, height);
        _first = Math.Clamp(_first, Math.Max(0, _index - _height + 1), _index);
        return _rows.Skip(_first).Take(height).Select((row, i) => _first + i == _index
            ? new ScreenLine(Chosen + row.Line.Text, Look.Selected)
            : row.Line with { Text = Other + row.Line.Text });
    }
}
