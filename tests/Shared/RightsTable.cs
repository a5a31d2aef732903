using System.Text.Json;
using System.Text.RegularExpressions;

namespace Drover.Tests.Shared;

/// <summary>A table of who may call which operation: words for the outcomes, the method, the path as OpenAPI describes it, a body. A name of the path may be given its value: <c>{resource=token}</c>.</summary>
internal static partial class RightsTable
{
    /// <summary>One line.</summary>
    /// <param name="Outcomes">A word for each who calls: <c>in</c>, or the status of the refusal.</param>
    /// <param name="Method">The method.</param>
    /// <param name="Path">The path, as it stands in the line.</param>
    /// <param name="Body">The body; empty for none.</param>
    internal sealed record Line(IReadOnlyList<string> Outcomes, string Method, string Path, string Body)
    {
        public string Operation => $"{Method} {Path}";

        /// <summary>The operation as the document names it.</summary>
        public string Described => $"{Method} {Named().Replace(Path.Split('?')[0], match => $"{{{match.Groups[1].Value}}}")}";

        /// <summary>The path, with names for the places that the line leaves open, and for those that stand in it.</summary>
        public string PathWith(IReadOnlyDictionary<string, string> names) =>
            Named().Replace(Path, match => match.Groups[2].Success ? names.GetValueOrDefault(match.Groups[2].Value, match.Groups[2].Value) : names[match.Groups[1].Value]);
    }

    public static IReadOnlyList<Line> Read(string table) => [.. table.Split('\n').Select(text => Row().Match(text)).Select(row =>
        row.Success ? new Line([.. row.Groups[1].Captures.Select(word => word.Value)], row.Groups[2].Value, row.Groups[3].Value, row.Groups[4].Value)
            : throw new FormatException($"No line of a table: {row}"))];

    /// <summary>The operations of an OpenAPI document.</summary>
    public static IEnumerable<string> Operations(JsonElement document) => document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Where(member => member.Name != "parameters").Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"))
        .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^(?:(in|\d{3}) +)+([A-Z]+) (\S+)(?: (.*))?$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\{([^}=]+)(?:=([^}]*))?\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Named();
}
