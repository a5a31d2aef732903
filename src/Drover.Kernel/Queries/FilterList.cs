using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Drover.Kernel.Queries;

/// <summary>The list form of filters that Ganeti's clients send: <c>["|", ["==", "status", "running"], ["&lt;", "id", 5]]</c>.</summary>
public static class FilterList
{
    /// <summary>Reads a filter; JSON null means no filter.</summary>
    /// <exception cref="FilterSyntaxException">Rules of 3.0.2: the filter is malformed; the message is the phrase after "error: " of the wire's parse failure.</exception>
    /// <exception cref="QueryException">The filter is nested too deep, or, by the rules of 2.6, malformed.</exception>
    public static QueryFilter? Read(JsonElement filter, FilterDialect dialect = FilterDialect.Ganeti302) =>
        filter.ValueKind == JsonValueKind.Null ? null : new FilterListReader(dialect).Read(filter, 0);

    /// <summary>Writes a filter in the operators of 3.0.2.</summary>
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
