using Drover.Cli.Terminal;

namespace Drover.Cli.Listing;

/// <summary>Plain columns, two blanks apart, as wide as their widest cell; numbers stand right.</summary>
internal sealed class TableWriter(IReadOnlyList<(string Title, bool Right)> columns)
{
    private const int Gap = 2;

    /// <summary>What is left of a column at least when lines are too long: a beginning that is still worth reading.</summary>
    private const int NarrowestCut = 10;

    private readonly List<string[]> _rows = [];

    /// <summary>Index of the column whose words of states and outcomes get a colour; -1 for none.</summary>
    public int ColouredColumn { get; init; } = -1;

    /// <summary>Most cells of a line: the widest columns of text are cut for it, with an ellipsis. Null for any.</summary>
    public int? Width { get; init; }

    public void Add(string[] row) => _rows.Add(row);

    public void WriteTo(TextWriter output, bool headers, bool colour)
    {
        var widths = Widths(headers);
        if (headers)
        {
            if (colour)
                output.Write("\x1b[1m");
            WriteRow(output, [.. columns.Select(c => c.Title)], widths, colour: false);
            if (colour)
                output.Write("\x1b[0m");
        }

        foreach (var row in _rows)
            WriteRow(output, row, widths, colour);
    }

    private int[] Widths(bool headers)
    {
        var widths = new int[columns.Count];
        for (var i = 0; i < widths.Length; i++)
            widths[i] = headers ? CellText.Width(columns[i].Title) : 0;
        foreach (var row in _rows)
        {
            for (var i = 0; i < widths.Length; i++)
                widths[i] = Math.Max(widths[i], CellText.Width(row[i]));
        }

        if (Width is { } most)
            Narrow(widths, most);
        return widths;
    }

    /// <summary>Takes from the widest columns of text; where that is not enough, columns at the end go.</summary>
    private void Narrow(int[] widths, int most)
    {
        var excess = widths.Sum() + (Gap * (widths.Length - 1)) - most;
        while (excess > 0)
        {
            var widest = -1;
            for (var i = 0; i < widths.Length; i++)
            {
                if (!columns[i].Right && widths[i] > NarrowestCut && (widest < 0 || widths[i] > widths[widest]))
                    widest = i;
            }

            if (widest < 0)
                break;
            widths[widest]--;
            excess--;
        }

        for (var i = widths.Length - 1; excess > 0 && i > 0; i--)
        {
            excess -= widths[i] + Gap;
            widths[i] = 0;
        }
    }

    private void WriteRow(TextWriter output, string[] row, int[] widths, bool colour)
    {
        var last = Array.FindLastIndex(widths, width => width > 0);
        for (var i = 0; i <= last; i++)
        {
            var cell = CellText.Cut(row[i], widths[i]);
            var padding = widths[i] - CellText.Width(cell);
            if (columns[i].Right)
                Blanks(output, padding);
            var sgr = colour && i == ColouredColumn ? ColourOf(row[i]) : null;
            if (sgr is not null)
                output.Write(sgr);
            output.Write(cell);
            if (sgr is not null)
                output.Write("\x1b[0m");
            if (i == last)
                break;
            Blanks(output, columns[i].Right ? Gap : padding + Gap);
        }

        output.Write('\n');
    }

    private static void Blanks(TextWriter output, int count)
    {
        for (; count > 0; count--)
            output.Write(' ');
    }

    private static string? ColourOf(string state) => state switch
    {
        "success" or "pass" or "Complete" or "Good" => "\x1b[32m",
        "error" or "fail" or "Incomplete" or "Bad" => "\x1b[31m",
        "running" => "\x1b[36m",
        "canceled" or "canceling" or "Canceled" or "Maintenance" => "\x1b[33m",
        _ => null,
    };
}
