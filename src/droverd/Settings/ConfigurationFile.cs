using System.Text;
using System.Text.Json;

namespace Drover.Daemon.Settings;

/// <summary>Reads the configuration file: one JSON object with the settings' names as keys; comments and trailing commas are allowed.</summary>
internal static class ConfigurationFile
{
    /// <summary>A value with the line it stands in, counted from 1.</summary>
    internal readonly record struct Entry(string Text, int Line);

    /// <exception cref="SettingsException">The file cannot be read, is no JSON, or holds what is no setting.</exception>
    public static IReadOnlyDictionary<string, Entry> Read(string path, IReadOnlyCollection<string> names)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException("CONFIG_FILE", $"The configuration file {path} cannot be read: {e.Message}");
        }
        return Parse(path, bytes.AsSpan().StartsWith("\ufeff"u8) ? bytes.AsSpan(3) : bytes, names);
    }

    internal static Dictionary<string, Entry> Parse(string path, ReadOnlySpan<byte> json, IReadOnlyCollection<string> names)
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Wrong(path, 1, "the file must hold one JSON object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                var line = Line(json, reader.TokenStartIndex);
                if (!names.Contains(name))
                    throw new SettingsException("SETTING_UNKNOWN", $"{path}, line {line}: there is no setting '{name}'{Suggestion.For(name, names)}");
                reader.Read();
                if (!entries.TryAdd(name, new Entry(Value(path, line, name, ref reader), line)))
                    throw Wrong(path, line, $"the setting '{name}' is given twice");
            }
            // What follows the object would be an error of its own.
            reader.Read();
        }
        catch (JsonException e)
        {
            throw Wrong(path, (int)(e.LineNumber ?? 0) + 1, $"this is not valid JSON from byte {e.BytePositionInLine + 1} of the line on");
        }
        catch (InvalidOperationException)
        {
            throw Wrong(path, Line(json, reader.TokenStartIndex), "this is not valid JSON: the text is not valid Unicode");
        }
        return entries;
    }

    private static string Value(string path, int line, string name, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => throw Wrong(path, line, $"the setting '{name}' must be a text or a number"),
    };

    private static int Line(ReadOnlySpan<byte> json, long at) => json[..(int)at].Count((byte)'\n') + 1;

    private static SettingsException Wrong(string path, int line, string what) => new("CONFIG_FILE", $"{path}, line {line}: {what}.");
}
