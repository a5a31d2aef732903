using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover trace</c>: what parts of the daemon say of what they do, while its log stays as it is.</summary>
internal sealed class TraceVerb : Verb
{
    private readonly Argument<string> _facilities;
    private readonly Option<string?> _time;
    private readonly Option<string?> _output;

    public TraceVerb()
        : base("trace", "verb.trace")
    {
        _facilities = Required("FACILITIES", "argument.facilities");
        _time = Value("--for", "TIME", "option.trace-for");
        _output = Value("--output", "FORM", "form.text-jsonl", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover trace jobs", "drover trace 'jobs|store' --for 1m", "drover trace 'all^http' -o jsonl"];

    public override int Run(ParseResult line, Session session)
    {
        var lines = Values.Choice(line.GetValue(_output), "the-form", "text", "jsonl") == "jsonl";
        var time = Values.Duration(line.GetValue(_time), "--for") ?? TimeSpan.FromMinutes(5);
        var path = string.Create(CultureInfo.InvariantCulture, $"/v1/trace?facilities={Uri.EscapeDataString(line.GetValue(_facilities)!)}&seconds={time.TotalSeconds}");
        var text = new ValueText(session.Zone);
        new StreamFollower(session, Language.Say("trace.broken")).FollowToEnd((_, _) => session.Door.Stream(path), happening =>
        {
            using var document = JsonDocument.Parse(happening.Data);
            // Beside lines, how many of them were lost, and that the time is over.
            if (document.RootElement.TryGetProperty("seconds", out _))
                return true;
            if (lines)
                JsonLines.WriteLine(session, document.RootElement);
            else
                session.Screen.Out.WriteLine(Line(document.RootElement, text));
            return false;
        }, new Deadline(session.Clock, null));
        return ExitCode.Ok;
    }

    /// <summary>A line of the trace as the log has it, whatever is in it.</summary>
    private static string Line(JsonElement line, ValueText text) => line.TryGetProperty("count", out var lost)
        ? Language.Say("trace.lost", lost.GetInt64())
        : $"{text.Time(line.GetProperty("time").GetDateTimeOffset())} {ValueText.Plain(line.GetProperty("level"))} {ValueText.Plain(line.GetProperty("facility"))}[{line.GetProperty("number").GetInt32()}] "
            + Printable.Line(ValueText.Plain(line.GetProperty("text")));
}
