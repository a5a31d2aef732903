using System.Text.Json;
using Drover.Services.Cltab;

namespace Drover.Services.Supervision;

/// <summary>Where a node keeps <see cref="KeptCltab"/>: one file below the run directory, a JSON object with the files in base64, replaced as a whole. The
/// next daemon judges the cltab by it. It means nothing after a reboot.</summary>
internal sealed class CltabRecord
{
    /// <summary>Ending of the names under which included files are.</summary>
    private const string Included = "_included";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly string _bootId;

    private CltabRecord(string path, string bootId, KeptCltab kept) => (_path, _bootId, Kept) = (path, bootId, kept);

    public KeptCltab Kept { get; private set; }

    /// <summary>Reads it; that of another boot, and one that cannot be read, count as none.</summary>
    public static CltabRecord Open(string runDirectory, string bootId)
    {
        var path = Path.Combine(runDirectory, "cltab");
        return new CltabRecord(path, bootId, Read(path, bootId) ?? KeptCltab.Nothing);
    }

    /// <summary>Keeps something else. Returns what kept it from being written, or null.</summary>
    public string? Keep(KeptCltab kept)
    {
        Kept = kept;
        try
        {
            WholeFile.Replace(_path, RawJson.Write(json => Write(json, _bootId, kept)).Utf8.Span, OwnerOnly);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static void Write(Utf8JsonWriter json, string bootId, KeptCltab kept)
    {
        json.WriteStartObject();
        json.WriteString("boot_id"u8, bootId);
        Write(json, "taken", kept.Taken);
        Write(json, "before", kept.Before);
        Write(json, "undone", kept.Undone);
        json.WriteStartObject("levels"u8);
        foreach (var (group, level) in kept.Levels)
            json.WriteString(group, level);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, CltabText? text)
    {
        if (text is null)
            return;
        json.WriteBase64String(name, text.Main.Span);
        if (text.Included.IsEmpty)
            return;
        json.WriteStartArray(name + Included);
        foreach (var part in text.Included)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, part.Path);
            json.WriteBase64String("bytes"u8, part.Bytes.Span);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static KeptCltab? Read(string path, string bootId)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            return root.GetProperty("boot_id"u8).GetString() != bootId ? null : new KeptCltab(
                Text(root, "taken"), Text(root, "before"), Text(root, "undone"),
                KeptCltab.Nothing.Levels.AddRange(root.GetProperty("levels"u8).EnumerateObject().Select(level => KeyValuePair.Create(level.Name, level.Value.GetString()!))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static CltabText? Text(JsonElement root, string name) => root.TryGetProperty(name, out var main)
        ? new CltabText(main.GetBytesFromBase64(), root.TryGetProperty(name + Included, out var parts)
            ? [.. parts.EnumerateArray().Select(part => new CltabPart(part.GetProperty("path"u8).GetString()!, part.GetProperty("bytes"u8).GetBytesFromBase64()))]
            : [])
        : null;
}
