using System.Text.Json;
using Drover.Cli.Jobs;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Listing;

/// <summary>A job in words: how it stands, what became of it when, then each opcode with what it was given, its log and its result.</summary>
/// <param name="session">The run.</param>
/// <param name="job">Every field of it; what the caller may not see is null.</param>
internal sealed class JobSheet(Session session, JsonElement job)
{
    private const int LabelWidth = 11;

    /// <summary>Parameters of every opcode that say nothing where nobody has set them.</summary>
    private static readonly string[] s_common = ["OP_ID", "reason"];

    private readonly ValueText _text = new(session.Zone);
    private readonly DateTimeOffset _now = session.Clock.GetUtcNow();

    public void Write()
    {
        var (received, start, end) = (Moment("received_ts"), Moment("start_ts"), Moment("end_ts"));
        session.Screen.Out.WriteLine($"{Language.Say("sheet.job", Plain("id"))}  {Plain("status")}  {string.Join(", ", Items("summary").Select(ValueText.Plain))}");
        Line(Language.Say("sheet.submitted"), At(received, received is { } then ? Language.Say("sheet.by-ago", Owner, Elapsed.Text(_now - then)) : Language.Say("sheet.by", Owner)));
        if (start is not null)
            Line(Language.Say("sheet.started"), At(start, received is { } before ? Language.Say("sheet.later", Elapsed.Text(start.Value - before)) : ""));
        if (end is not null)
            Line(Language.Say("sheet.ended"), At(end, start is { } begun ? Language.Say("sheet.after", Elapsed.Text(end.Value - begun)) : ""));
        else if (start is { } running)
            Line(Language.Say("sheet.for"), Elapsed.Text(_now - running));
        Line(Language.Say("sheet.priority"), Plain("priority"));
        if (Value("waits_for") is { ValueKind: JsonValueKind.String } what)
            Line(Language.Say("sheet.waits-for"), ValueText.Plain(what));
        if (IsTrue("cancel_requested"))
            Line(Language.Say("sheet.cancel"), Language.Say("sheet.asked-for"));
        if (IsTrue("archived"))
            Line(Language.Say("sheet.archived"), Language.Say("yes"));

        var states = Items("opstatus");
        for (var i = 0; i < states.Count; i++)
            WriteOpcode(i, states[i]);
    }

    private string Owner => Value("principal") is { ValueKind: JsonValueKind.String } principal ? Printable.Line(Accounts.Name(principal.GetString()!)) : "?";

    private void WriteOpcode(int index, JsonElement state)
    {
        session.Screen.Out.WriteLine();
        session.Screen.Out.WriteLine($"op {index}  {ValueText.Plain(state)}  {ValueText.Plain(Item("summary", index))}");
        if (Item("ops", index) is { ValueKind: JsonValueKind.Object } op)
        {
            foreach (var parameter in op.EnumerateObject().Where(p => !s_common.Contains(p.Name) && IsGiven(p.Value)))
                session.Screen.Out.WriteLine($"  {Printable.Line(parameter.Name)}={ValueText.Json(parameter.Value)}");
        }

        foreach (var entry in LogEntries(index))
            session.Screen.Out.WriteLine($"  {entry.Line(_text, withOpcode: false).Replace("\n", "\n  ", StringComparison.Ordinal)}");
        if (Item("opresult", index) is var result && IsGiven(result))
            session.Screen.Out.WriteLine($"  {Language.Say("sheet.result")}: {(result.ValueKind == JsonValueKind.String ? ValueText.Plain(result) : ValueText.Json(result))}");
    }

    /// <summary>Entries are <c>[serial, moment, type, content]</c>.</summary>
    private IEnumerable<JobLogEntry> LogEntries(int index) => Item("oplog", index) is { ValueKind: JsonValueKind.Array } log
        ? log.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Array && e.GetArrayLength() == 4)
            .Select(e => new JobLogEntry(e[0].GetInt64(), e[1][0].GetInt64(), e[1][1].GetInt64(), index, e[2].GetString() ?? "", e[3], e))
        : [];

    private void Line(string label, string text) => session.Screen.Out.WriteLine($"{(label + ":").PadRight(LabelWidth)} {text}");

    private string At(DateTimeOffset? moment, string remark) => moment is { } time ? remark.Length > 0 ? $"{_text.Time(time)}, {remark}" : _text.Time(time) : remark;

    private DateTimeOffset? Moment(string name) => Moments.Read(Value(name));

    private string Plain(string name) => ValueText.Plain(Value(name));

    private bool IsTrue(string name) => Value(name).ValueKind == JsonValueKind.True;

    private JsonElement Value(string name) => job.TryGetProperty(name, out var value) ? value : default;

    private List<JsonElement> Items(string name) => Value(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private JsonElement Item(string name, int index) => Items(name).ElementAtOrDefault(index);

    private static bool IsGiven(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => true,
    };
}
