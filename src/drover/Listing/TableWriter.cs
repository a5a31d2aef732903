namespace Drover.Cli.Listing;

/// <summary>Plain columns, two blanks apart, as wide as their widest cell; numbers stand right.</summary>
internal sealed class TableWriter(IReadOnlyList<(string Title, bool Right)> columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Index of the column whose words of job states get a colour; -1 for none.</summary>
    public int ColouredColumn { get; init; } = -1;

    public void Add(string[] row) => _rows.Add(row);

    public void WriteTo(TextWriter output, bool headers, bool colour)
    {
        var widths = new int[columns.Count];
        for (var i = 0; i < widths.Length; i++)
            widths[i] = headers ? columns[i].Title.Length : 0;
        foreach (var row in _rows)
        {
            for (var i = 0; i < widths.Length; i++)
                widths[i] = Math.Max(widths[i], row[i].Length);
        }

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

    private void WriteRow(TextWriter output, string[] row, int[] widths, bool colour)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var padding = widths[i] - row[i].Length;
            if (columns[i].Right)
                Blanks(output, padding);
            var sgr = colour && i == ColouredColumn ? ColourOf(row[i]) : null;
            if (sgr is not null)
                output.Write(sgr);
            output.Write(row[i]);
            if (sgr is not null)
                output.Write("\x1b[0m");
            if (i == row.Length - 1)
                break;
            Blanks(output, columns[i].Right ? 2 : padding + 2);
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
        "success" => "\x1b[32m",
        "error" => "\x1b[31m",
        "running" => "\x1b[36m",
        "canceled" or "canceling" => "\x1b[33m",
        _ => null,
    };
}
