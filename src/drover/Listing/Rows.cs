using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>Rows as JSON objects: names of fields as keys, moments as RFC 3339; a cell that is not normal is null.</summary>
internal static class Rows
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Field> fields, JsonElement row)
    {
        writer.WriteStartObject();
        var i = 0;
        foreach (var cell in row.EnumerateArray())
        {
            var field = fields[i++];
            writer.WritePropertyName(field.Name);
            if (cell[0].GetInt32() == 0)
                Moments.Write(writer, field.Name, cell[1], isSeconds: field.Kind == "timestamp");
            else
                writer.WriteNullValue();
        }

        writer.WriteEndObject();
    }

    /// <summary>One row as an object that outlives its page.</summary>
    public static JsonElement ToObject(IReadOnlyList<Field> fields, JsonElement row) => JsonLines.Element(writer => Write(writer, fields, row));
}
