using System.Text.Json;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Settings;

namespace Drover.Services.Supervision;

/// <summary>An entry as a process was started as it, as data: every part of it that a reread compares, and how it is to be stopped. Options
/// have the keys and texts of the cltab; one that is not set is left out, a key that is not known is skipped.</summary>
internal static class EntryNote
{
    public static void Write(Utf8JsonWriter json, CltabEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("levels"u8, entry.Levels.Text);
        json.WriteString("mode"u8, entry.Mode.Word());
        json.WriteString("command"u8, entry.Command.Text);
        if (entry.Command.IsLatin1)
            json.WriteString("charset"u8, "latin1"u8);
        json.WriteStartObject("options"u8);
        foreach (var key in EntryKeys.All)
            if (key.Read(entry.Options) is { } value)
                json.WriteString(key.Name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Null if it says nothing of use.</summary>
    public static CltabEntry? Read(JsonElement note, ProcessKey key)
    {
        if (Text(note, "levels") is not { } levels || CltabModes.Parse(Text(note, "mode") ?? "") is not { } mode || Text(note, "command") is not { } command)
            return null;
        var options = EntryOptions.Default;
        if (note.TryGetProperty("options"u8, out var written) && written.ValueKind == JsonValueKind.Object)
            foreach (var option in written.EnumerateObject())
                if (EntryKeys.ByName.TryGetValue(option.Name, out var known) && option.Value.ValueKind == JsonValueKind.String)
                    known.Apply(ref options, option.Value.GetString()!);
        return new CltabEntry(key.Group, key.Tag, new LevelField(levels), mode, new CltabCommand(command, Text(note, "charset") == "latin1"), 0, options);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
