using System.Text.RegularExpressions;

namespace Drover.Web.Tests.Metrics;

/// <summary>The tables of docs/metrics.md.</summary>
internal static partial class MetricsTable
{
    /// <summary>A metric as a table has it.</summary>
    public sealed record Row(string Name, string Type, string Unit, string Labels, string Meaning);

    public static List<Row> Read() => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs/metrics.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(c => c == '|') == 6)
        .Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray())
        .Select(cells => new Row(cells[1].Trim('`'), cells[2], cells[3], string.Join(' ', Label().Matches(cells[4]).Select(m => m.Groups[1].Value)), cells[5]))];

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Label();
}
