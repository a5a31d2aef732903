using System.Text.Json;

namespace Drover.Services.Supervision;

/// <summary>Where a node keeps <see cref="KeptCltab"/>: one file below the run directory, a JSON object with the files in base64, replaced as a whole. The
/// next daemon judges the cltab by it. It means nothing after a reboot.</summary>
internal sealed class CltabRecord
{
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
            var fresh = _path + ".new";
            using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            using (var json = new Utf8JsonWriter(file))
                Write(json, _bootId, kept);
            File.Move(fresh, _path, overwrite: true);
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
        Bytes("taken", kept.Taken);
        Bytes("before", kept.Before);
        Bytes("undone", kept.Undone);
        json.WriteStartObject("levels"u8);
        foreach (var (group, level) in kept.Levels)
            json.WriteString(group, level);
        json.WriteEndObject();
        json.WriteEndObject();

        void Bytes(string name, byte[]? bytes)
        {
            if (bytes is not null)
                json.WriteBase64String(name, bytes);
        }
    }

    private static KeptCltab? Read(string path, string bootId)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            return root.GetProperty("boot_id"u8).GetString() != bootId ? null : new KeptCltab(
                Bytes(root, "taken"), Bytes(root, "before"), Bytes(root, "undone"),
                KeptCltab.Nothing.Levels.AddRange(root.GetProperty("levels"u8).EnumerateObject().Select(level => KeyValuePair.Create(level.Name, level.Value.GetString()!))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetBytesFromBase64() : null;
}
