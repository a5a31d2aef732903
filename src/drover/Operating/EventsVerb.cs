using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Happenings;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover events</c>: what happened, and with <c>--follow</c> what happens.</summary>
internal sealed class EventsVerb : Verb
{
    private const int UsualCount = 50;

    private readonly Option<bool> _follow;
    private readonly Option<string?> _after;
    private readonly Option<string?> _signals;
    private readonly Option<string?> _output;

    public EventsVerb()
        : base("events", "verb.events")
    {
        _follow = Flag("--follow", "option.follow-events", "-f");
        _after = Value("--after", "N", "option.after");
        _signals = FlagOrValue("--signals", "KIND,..", "option.signals");
        _output = Value("--output", "FORM", "form.text-jsonl", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover events", "drover events --follow", "drover events --follow --signals=process-changed", "drover events --after 1200 -o jsonl | jq .kind"];

    public override int Run(ParseResult line, Session session)
    {
        var lines = Values.Choice(line.GetValue(_output), "the-form", "text", "jsonl") == "jsonl";
        long? after = null;
        if (line.GetValue(_after) is { } text)
        {
            after = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw CliException.Usage(Language.Say("events.after", text));
        }

        var signals = Signals(line);
        if (line.GetValue(_follow))
            Follow(session, after, signals, lines);
        else if (signals is not null)
            throw CliException.Usage(Language.Say("events.signals"), Language.Say("events.signals.hint"));
        else
        {
            session.Screen.BeginPaging(session.Environment, fromEnd: after is null);
            Stored(session, after, lines);
        }

        return ExitCode.Ok;
    }

    /// <summary>Kinds of signals to follow, <c>all</c> where none is named; null without the option.</summary>
    private string? Signals(ParseResult line)
    {
        if (line.GetResult(_signals) is not { Implicit: false } given)
            return null;
        if (given.Tokens.Count == 0)
            return "all";
        var kinds = line.GetValue(_signals)!;
        return kinds.Split(',').All(kind => kind.Trim().Length > 0)
            ? kinds
            : throw CliException.Usage(Language.Say("events.kinds", kinds), Language.Say("events.kinds.hint"));
    }

    private static void Stored(Session session, long? after, bool lines)
    {
        var request = new ListRequest("event")
        {
            Fields = "seq,time,actor,kind,payload",
            After = after?.ToString(CultureInfo.InvariantCulture),
        };
        var text = new ValueText(session.Zone);
        if (after is null)
        {
            var (newestFields, newest) = RowReader.Newest(session.Door, request, "seq", UsualCount, out _);
            foreach (var row in newest)
                Print(session, text, Rows.ToObject(newestFields, row), lines);
            return;
        }

        foreach (var page in RowReader.Pages(session.Door, request))
        {
            using (page)
            {
                var fields = Field.ReadAll(page.RootElement);
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                    Print(session, text, Rows.ToObject(fields, row), lines);
            }
        }
    }

    /// <summary>After a break the same signals come again; those of the time between are lost.</summary>
    private static void Follow(Session session, long? after, string? signals, bool lines)
    {
        var text = new ValueText(session.Zone);
        new StreamFollower(session, Language.Say("events.broke")).Follow(
            last => session.Door.Events(last ?? after?.ToString(CultureInfo.InvariantCulture), signals),
            happening =>
            {
                using var document = JsonDocument.Parse(happening.Data);
                Print(session, text, document.RootElement, lines);
            });
    }

    private static void Print(Session session, ValueText text, JsonElement source, bool lines)
    {
        if (lines)
        {
            JsonLines.WriteLine(session, source);
            return;
        }

        var happening = new Happening(source);
        var time = happening.Time is { } moment ? text.Time(moment) : "-";
        var number = happening.Number?.ToString(CultureInfo.InvariantCulture) ?? "-";
        session.Screen.Out.WriteLine($"{time}  {number,6}  {EventWords.Of(happening)}");
    }
}
