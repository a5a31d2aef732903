using System.Globalization;
using System.Text;
using Drover.Lab.Results;
using Drover.LavaWeb.Sessions;
using Drover.Yaml;

namespace Drover.LavaWeb.Results;

/// <summary>Results in the forms that LAVA exports.</summary>
internal static class ResultExport
{
    private static readonly string[] s_columns =
        ["job", "suite", "result", "measurement", "unit", "duration", "timeout", "logged", "level", "metadata", "url", "name", "id", "log_start_line", "log_end_line"];

    /// <summary>A YAML list, an entry a case.</summary>
    public static string Yaml(IEnumerable<TestResult> rows, bool withLines = false) => YamlWriter.Block(new YamlList(rows.Select(row => Entry(row, withLines))));

    /// <summary>A row a case, all quoted, below the names of the columns.</summary>
    public static string Csv(IEnumerable<TestResult> rows)
    {
        var text = new StringBuilder();
        Line(text, s_columns);
        foreach (var row in rows)
            Line(text, [
                Number(row.Job), row.Suite, row.Result, Measurement(row) ?? "None", row.Units ?? "", "", "", LabTimes.Python(row.Logged), row.Level ?? "", row.Metadata ?? "", Url(row), row.Case,
                Number(ResultIds.Of(row)), row.FirstLine is { } first ? Number(first) : "", row.LastLine is { } last ? Number(last) : ""]);
        return text.ToString();
    }

    /// <summary>A measurement with ten digits behind the point, as LAVA stores it; null for none, and for what is no number.</summary>
    public static string? Measurement(TestResult row) =>
        decimal.TryParse(row.Measurement, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("F10", CultureInfo.InvariantCulture) : null;

    /// <summary>The page of a case.</summary>
    public static string Url(TestResult row) => $"/results/testcase/{Number(ResultIds.Of(row))}";

    /// <summary>What the worker said besides, as a mapping.</summary>
    public static YamlNode Metadata(TestResult row)
    {
        try
        {
            return row.Metadata is { Length: > 0 } text && YamlReader.Read(text, YamlRules.Lenient) is YamlMap map ? map : new YamlMap(Array.Empty<YamlEntry>());
        }
        catch (YamlException)
        {
            return new YamlMap(Array.Empty<YamlEntry>());
        }
    }

    private static YamlMap Entry(TestResult row, bool withLines) => new(
    [
        ("id", Text(Number(ResultIds.Of(row)))),
        ("job", Text(Number(row.Job))),
        ("level", row.Level is { } level ? Text(level) : YamlScalar.None),
        ("logged", Text(LabTimes.Python(row.Logged))),
        .. withLines ? [("log_start_line", Text(row.FirstLine is { } first ? Number(first) : "")), ("log_end_line", Text(row.LastLine is { } last ? Number(last) : ""))] : Array.Empty<(string, YamlNode)>(),
        ("measurement", Text(Measurement(row) ?? "None")),
        ("metadata", Metadata(row)),
        ("name", Text(row.Case)),
        ("result", Text(row.Result)),
        ("suite", Text(row.Suite)),
        ("unit", Text(row.Units ?? "")),
        ("url", Text(Url(row))),
    ]);

    private static YamlScalar Text(string text) => YamlScalar.Of(text);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
            text.Append(i > 0 ? "," : "").Append('"').Append(cells[i].Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        text.Append("\r\n");
    }
}
