using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Drover.Pages.Logs;

/// <summary>A line of a log as people read it.</summary>
/// <param name="Offset">Where it begins in the log.</param>
/// <param name="Time">When it was written, as it says itself; empty where it does not.</param>
/// <param name="Level">What kind of line it is, as workers of the lab say; empty for plain output.</param>
/// <param name="Text">What it says.</param>
public sealed partial record OutputLine(long Offset, string Time, string Level, string Text)
{
    private const int MostCharacters = 4_000;

    /// <summary>Reads a line. Those of test jobs are entries of a list that say time, kind and text; others are taken as they are.</summary>
    public static OutputLine Of(long offset, ReadOnlySpan<byte> bytes)
    {
        var line = bytes.TrimEnd("\r\n"u8);
        if (line.StartsWith("- {"u8) && Entry(line[2..]) is { } entry)
        {
            using (entry)
            {
                var root = entry.RootElement;
                if (root.TryGetProperty("msg"u8, out var message))
                    return new(offset, Clock(Word(root, "dt"u8)), Word(root, "lvl"u8), Plain(message.ValueKind == JsonValueKind.String ? message.GetString()! : message.GetRawText()));
            }
        }
        return new(offset, "", "", Plain(Encoding.UTF8.GetString(line)));
    }

    private static JsonDocument? Entry(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            return JsonDocument.TryParseValue(ref reader, out var document) ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Word(JsonElement entry, ReadOnlySpan<byte> name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string Clock(string moment) =>
        DateTime.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : "";

    /// <summary>Without colours and movements of a terminal; what else cannot be shown becomes a mark.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(TerminalSequence().Replace(text, ""));
        for (var i = 0; i < plain.Length; i++)
            if (char.IsControl(plain[i]) && plain[i] is not '\t')
                plain[i] = plain[i] is '\r' or '\n' ? ' ' : '\ufffd';
        return plain.Length <= MostCharacters ? plain.ToString() : plain.ToString(0, MostCharacters) + " …";
    }

    // ECMA-48, 5.4, and the operating system commands of xterm.
    [GeneratedRegex("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\a\x1b]*(?:\a|\x1b\\\\)?|[@-Z\\\\^_])", RegexOptions.None, 1000)]
    private static partial Regex TerminalSequence();
}
