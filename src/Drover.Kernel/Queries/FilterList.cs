using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Drover.Kernel.Queries;

/// <summary>The list form of filters, in which programs send and job filters keep them: <c>["|", ["==", "status", "running"], ["&lt;", "id", 5]]</c>.</summary>
public static class FilterList
{
    private const int UsualLevels = 64;

    /// <summary>Reads a filter; JSON null means no filter.</summary>
    /// <param name="filter">The list.</param>
    /// <param name="levels">How deep conditions may be nested.</param>
    /// <exception cref="FilterSyntaxException">The filter is malformed.</exception>
    /// <exception cref="QueryException"><c>FILTER_TOO_DEEP</c>: it is nested deeper.</exception>
    public static QueryFilter? Read(JsonElement filter, int levels = UsualLevels) =>
        filter.ValueKind == JsonValueKind.Null ? null : new FilterListReader(levels).Read(filter, 0);

    /// <summary>Writes a filter with one name for each operator: <c>==</c> also where <c>=</c> was read.</summary>
    public static void Write(Utf8JsonWriter writer, QueryFilter filter)
    {
        writer.WriteStartArray();
        switch (filter)
        {
            case QueryFilter.And and: WriteParts(writer, "&"u8, and.Parts); break;
            case QueryFilter.Or or: WriteParts(writer, "|"u8, or.Parts); break;
            case QueryFilter.Not not: WriteParts(writer, "!"u8, [not.Inner]); break;
            case QueryFilter.Truth truth: WriteHead(writer, "?", truth.Field); break;
            case QueryFilter.Match match:
                WriteHead(writer, "=~", match.Field);
                writer.WriteStringValue(match.Pattern.Text);
                break;
            case QueryFilter.Contains contains:
                WriteHead(writer, "=[]", contains.Field);
                contains.Value.WriteTo(writer);
                break;
            case QueryFilter.Comparison comparison:
                WriteHead(writer, comparison.Operator.Symbol(), comparison.Field);
                comparison.Value.WriteTo(writer);
                break;
        }
        writer.WriteEndArray();
    }

    internal static string ToText(QueryFilter filter)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) Write(writer, filter);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteHead(Utf8JsonWriter writer, string symbol, string field)
    {
        writer.WriteStringValue(symbol);
        writer.WriteStringValue(field);
    }

    private static void WriteParts(Utf8JsonWriter writer, ReadOnlySpan<byte> symbol, IReadOnlyList<QueryFilter> parts)
    {
        writer.WriteStringValue(symbol);
        foreach (var part in parts) Write(writer, part);
    }
}
