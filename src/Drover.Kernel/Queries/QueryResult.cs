using System.Text.Json;

namespace Drover.Kernel.Queries;

/// <summary>Rows of cells, one cell per field asked for.</summary>
/// <param name="Fields">The columns in the order asked for.</param>
/// <param name="Rows">The rows; each has as many cells as there are columns.</param>
/// <param name="Next">Key of the last row when there are more; null at the end.</param>
public sealed record QueryResult(IReadOnlyList<FieldDefinition> Fields, IReadOnlyList<FieldValue[]> Rows, string? Next)
{
    private static readonly JsonEncodedText s_fieldsKey = JsonEncodedText.Encode("fields");
    private static readonly JsonEncodedText s_dataKey = JsonEncodedText.Encode("data");

    /// <summary>Writes <c>{"fields":[...],"data":[[[status,value],...],...]}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteFields(writer, Fields);
        writer.WriteStartArray(s_dataKey);
        for (var i = 0; i < Rows.Count; i++)
        {
            writer.WriteStartArray();
            foreach (ref readonly var cell in Rows[i].AsSpan())
            {
                writer.WriteStartArray();
                writer.WriteNumberValue((int)cell.Status);
                cell.WriteTo(writer);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes the values alone, <c>[[value,...],...]</c>; cells without a value become null.</summary>
    public void WriteValuesTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        for (var i = 0; i < Rows.Count; i++)
        {
            writer.WriteStartArray();
            foreach (ref readonly var cell in Rows[i].AsSpan()) cell.WriteTo(writer);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    /// <summary>Writes one row as an object with the field names as keys; cells without a value become null. A field asked for twice appears once.</summary>
    public void WriteObjectTo(Utf8JsonWriter writer, int row)
    {
        writer.WriteStartObject();
        for (var i = 0; i < Fields.Count; i++)
        {
            if (IsRepeated(i)) continue;
            writer.WritePropertyName(Fields[i].Name);
            Rows[row][i].WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    /// <summary>Writes the answer of QueryFields, <c>{"fields":[...]}</c>.</summary>
    public static void WriteDefinitions(Utf8JsonWriter writer, IReadOnlyList<FieldDefinition> fields)
    {
        writer.WriteStartObject();
        WriteFields(writer, fields);
        writer.WriteEndObject();
    }

    private bool IsRepeated(int column)
    {
        for (var i = 0; i < column; i++)
            if (Fields[i].Name == Fields[column].Name) return true;
        return false;
    }

    private static void WriteFields(Utf8JsonWriter writer, IReadOnlyList<FieldDefinition> fields)
    {
        writer.WriteStartArray(s_fieldsKey);
        foreach (var field in fields) field.WriteTo(writer);
        writer.WriteEndArray();
    }
}
