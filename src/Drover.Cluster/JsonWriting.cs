using System.Text.Json;

namespace Drover.Cluster;

/// <summary>Small helps for writing results.</summary>
internal static class JsonWriting
{
    public static void WriteTexts(this Utf8JsonWriter writer, IEnumerable<string> texts)
    {
        writer.WriteStartArray();
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WritePropertyName(name);
        writer.WriteTexts(texts);
    }

    public static void WriteRaw(this Utf8JsonWriter writer, string name, RawJson value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }
}
