using System.Text.Json;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Processes;

namespace Drover.Services.Supervision;

/// <summary>What is kept with a process for the next daemon: a JSON object. What is not known in it is skipped.</summary>
/// <param name="Run">Number of the run.</param>
/// <param name="Entry">The entry as it was started; null when that cannot be read.</param>
/// <param name="Account">The account of the entry at this start, with times of the boot clock.</param>
internal sealed record RunNote(long Run, CltabEntry? Entry, ProcessAccount Account)
{
    /// <summary>Whether the options of the entry are on record. Older builds kept its line alone.</summary>
    public bool HasOptions { get; init; } = true;

    public RawJson Write() => RawJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("run"u8, Run);
        Count(json, "restarts", Account.Restarts);
        Count(json, "hits", Account.Hits);
        Count(json, "pauses", Account.Pauses);
        if (Account.IsOverdue)
            json.WriteBoolean("overdue"u8, true);
        if (Account.DiedAt is { } died)
            json.WriteNumber("died"u8, (long)died.TotalMilliseconds);
        if (Account.LastExit is { } exit)
        {
            json.WritePropertyName("last_exit"u8);
            Write(json, exit);
        }
        json.WritePropertyName("entry"u8);
        EntryNote.Write(json, Entry!);
        json.WriteEndObject();
    });

    /// <summary>Reads a note, also one of an older build. What is no note is one of a first run of an unknown entry.</summary>
    public static RunNote Read(RawJson note, ProcessKey key)
    {
        if (!note.HasValue)
            return RunLine.Read("");
        using var document = JsonDocument.Parse(note.Utf8);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            return RunLine.Read(root.ValueKind == JsonValueKind.String ? root.GetString()! : "");
        var entry = root.TryGetProperty("entry"u8, out var written) ? EntryNote.Read(written, key) : null;
        return new RunNote(Number(root, "run") ?? 1, entry, new ProcessAccount(
            Count(root, "restarts"),
            root.TryGetProperty("last_exit"u8, out var exit) && exit.ValueKind == JsonValueKind.Object ? Exit(exit) : null,
            Number(root, "died") is { } died ? TimeSpan.FromMilliseconds(died) : null,
            Count(root, "hits"), Count(root, "pauses"))
        {
            IsOverdue = root.TryGetProperty("overdue"u8, out var overdue) && overdue.ValueKind == JsonValueKind.True,
        });
    }

    private static void Count(Utf8JsonWriter json, string name, int value)
    {
        if (value != 0)
            json.WriteNumber(name, value);
    }

    private static void Write(Utf8JsonWriter json, ExitStatus exit)
    {
        json.WriteStartObject();
        if (exit.Code is { } code)
            json.WriteNumber("code"u8, code);
        if (exit.Signal is { } signal)
            json.WriteNumber("signal"u8, signal);
        if (exit.IsOutOfMemory)
            json.WriteBoolean("out_of_memory"u8, true);
        json.WriteEndObject();
    }

    private static ExitStatus Exit(JsonElement exit) =>
        (Number(exit, "code") is { } code ? ExitStatus.Exited((int)code)
        : Number(exit, "signal") is { } signal ? ExitStatus.Killed((int)signal)
        : ExitStatus.Unknown) with { IsOutOfMemory = exit.TryGetProperty("out_of_memory"u8, out var spent) && spent.ValueKind == JsonValueKind.True };

    private static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 ? number : null;

    private static int Count(JsonElement element, string name) => (int)Math.Min(Number(element, name) ?? 0, int.MaxValue);
}
