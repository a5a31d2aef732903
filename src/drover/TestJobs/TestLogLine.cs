using System.Globalization;
using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Submitting;
using Drover.Cli.Terminal;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Drover.Cli.TestJobs;

/// <summary>One line of the log of a test job: an item of a YAML list, <c>- {"dt": ..., "lvl": ..., "msg": ...}</c>.</summary>
/// <param name="Time">When the worker wrote it; null where it does not say.</param>
/// <param name="Level">What it is about: target and feedback are what the device said, results are cases.</param>
/// <param name="Message">A text, a list, or what became of a case.</param>
/// <param name="Source">The whole item.</param>
internal sealed record TestLogLine(DateTimeOffset? Time, string Level, JsonElement Message, JsonElement Source)
{
    private const string Plain = "\x1b[0m";

    /// <summary>Width of a time, and the gap behind it.</summary>
    private const int TimeWidth = 21;

    /// <summary>A line as it is stored. What is no such item is a message without time and level.</summary>
    public static TestLogLine Read(string stored)
    {
        if (Item(stored) is not { ValueKind: JsonValueKind.Object } item)
        {
            var text = JsonLines.Element(writer => writer.WriteStringValue(stored));
            return new TestLogLine(null, "", text, text);
        }

        var time = Member(item, "dt") is { ValueKind: JsonValueKind.String } dt
            && DateTimeOffset.TryParse(dt.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : (DateTimeOffset?)null;
        return new TestLogLine(time, Member(item, "lvl") is { ValueKind: JsonValueKind.String } level ? level.GetString()! : "", Member(item, "msg"), item);
    }

    /// <summary>For people: time, level unless the device said it, message. Lines after the first are indented.</summary>
    /// <param name="text">Knows the zone.</param>
    /// <param name="colour">Levels that matter and outcomes get a colour.</param>
    public string Text(ValueText text, bool colour)
    {
        var time = Time is { } moment ? text.Time(moment) : "";
        var level = Level is "" or "target" or "feedback" ? "" : Level == "results" ? "[result] " : $"[{Printable.Line(Level)}] ";
        var message = Words.TrimEnd('\n').Replace("\n", "\n" + new string(' ', TimeWidth + level.Length), StringComparison.Ordinal);
        var (begin, end) = colour && Look is { Length: > 0 } look ? (look, Plain) : ("", "");
        return $"{time.PadRight(TimeWidth)}{begin}{level}{message}{end}".TrimEnd(' ');
    }

    private string Words => Message.ValueKind switch
    {
        JsonValueKind.String when Level is "target" or "feedback" => Printable.Lines(Unquoted(Message.GetString()!)),
        JsonValueKind.String => Printable.Lines(Message.GetString()!),
        JsonValueKind.Object when Level == "results" && Member(Message, "case").ValueKind != JsonValueKind.Undefined => Outcome,
        JsonValueKind.Array when Message.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            string.Join('\n', Message.EnumerateArray().Select(item => Printable.Lines(item.GetString()!))),
        JsonValueKind.Undefined => "",
        _ => ValueText.Json(Message),
    };

    /// <summary>Such as <c>0_smoke/boot: pass, 3.5 s</c>.</summary>
    private string Outcome
    {
        get
        {
            var measured = Member(Message, "measurement") is { ValueKind: not JsonValueKind.Undefined } value ? $", {ValueText.Plain(value)}{Blank(Member(Message, "units"))}"
                : Member(Message, "duration") is { ValueKind: not JsonValueKind.Undefined } duration ? $", {ValueText.Plain(duration)} s" : "";
            var error = Member(Message, "error_msg") is { ValueKind: JsonValueKind.String } why ? $": {ValueText.Plain(why)}" : "";
            return $"{ValueText.Plain(Member(Message, "definition"))}/{ValueText.Plain(Member(Message, "case"))}: {ValueText.Plain(Member(Message, "result"))}{measured}{error}";
        }
    }

    private string Look => Level switch
    {
        "error" or "exception" => "\x1b[31m",
        "warning" => "\x1b[33m",
        "debug" => "\x1b[2m",
        "results" when Message.ValueKind == JsonValueKind.Object => ValueText.Plain(Member(Message, "result")) switch { "fail" => "\x1b[31m", "pass" => "\x1b[32m", _ => "" },
        _ => "",
    };

    private static JsonElement? Item(string stored)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(stored));
            return stream.Documents is [{ RootNode: YamlSequenceNode { Children: [var item] } }] ? YamlToJson.ToElement(item, "the log") : null;
        }
        catch (Exception e) when (e is YamlException or CliException)
        {
            return null;
        }
    }

    /// <summary>Dispatchers put a backslash before each quote of the console.</summary>
    private static string Unquoted(string text) => text.Replace("\\\"", "\"", StringComparison.Ordinal);

    private static string Blank(JsonElement units) => units.ValueKind == JsonValueKind.Undefined ? "" : $" {ValueText.Plain(units)}";

    private static JsonElement Member(JsonElement owner, string name) => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;
}
