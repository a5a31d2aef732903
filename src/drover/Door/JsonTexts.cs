using System.Text.Json;

namespace Drover.Cli.Door;

/// <summary>Lists of texts in requests and answers.</summary>
internal static class JsonTexts
{
    /// <summary>Writes an array of texts as a member.</summary>
    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
