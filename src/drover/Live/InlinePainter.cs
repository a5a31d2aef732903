using System.Globalization;
using System.Text;
using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>
/// A few lines below what was printed before, redrawn in place. It changes no mode of the terminal and leaves the cursor below the last line: however the
/// program ends, there is nothing to restore.
/// </summary>
internal sealed class InlinePainter(Screen screen, Func<ScreenSize> size) : IPainter
{
    private readonly StringBuilder _output = new();
    private List<ScreenLine> _drawn = [];
    private ScreenSize _size;
    private int _row;

    /// <summary>One column less than there is, since a full line would wrap, and one row for the cursor.</summary>
    public ScreenSize Room
    {
        get
        {
            var (columns, rows) = size();
            return new ScreenSize(Math.Max(1, columns - 1), Math.Max(1, rows - 1));
        }
    }

    public void Paint(IReadOnlyList<ScreenLine> frame)
    {
        if (size() is var now && now != _size)
        {
            EraseAfterResize(now.Columns);
            _size = now;
        }

        for (var i = 0; i < frame.Count; i++)
        {
            if (i < _drawn.Count && frame[i] == _drawn[i])
                continue;
            MoveTo(i);
            LineChange.Write(_output, i < _drawn.Count ? _drawn[i] : new ScreenLine(""), frame[i], screen.OutColour);
            if (i < _drawn.Count)
                continue;
            _output.Append("\r\n");
            _row++;
        }

        MoveTo(frame.Count);
        if (_output.Length > 0)
            _output.Append('\r');
        if (frame.Count < _drawn.Count)
            _output.Append("\x1b[J");
        _drawn = [.. frame];
        Send();
    }

    /// <summary>Takes the lines away, so that something can be printed in their place.</summary>
    public void Clear()
    {
        if (_drawn.Count == 0)
            return;
        MoveTo(0);
        _output.Append("\r\x1b[J");
        (_drawn, _row) = ([], 0);
        Send();
    }

    /// <summary>What was drawn stays where it is.</summary>
    public void Continue() => (_drawn, _row) = ([], 0);

    /// <summary>A terminal that got narrower has wrapped the lines.</summary>
    private void EraseAfterResize(int columns)
    {
        if (_drawn.Count == 0)
            return;
        _row = _drawn.Sum(line => Math.Max(1, (CellText.Width(line.Text) + columns - 1) / columns));
        MoveTo(0);
        _output.Append("\r\x1b[J");
        _drawn = [];
    }

    private void MoveTo(int row)
    {
        if (row < _row)
            _output.Append(CultureInfo.InvariantCulture, $"\x1b[{_row - row}A");
        else if (row > _row)
            _output.Append(CultureInfo.InvariantCulture, $"\x1b[{row - _row}B");
        _row = row;
    }

    private void Send()
    {
        if (_output.Length == 0)
            return;
        screen.Out.Write(_output);
        screen.Flush();
        _output.Clear();
    }
}
