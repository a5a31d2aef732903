using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;

namespace Drover.Cli.Operating;

/// <summary><c>drover drain</c>: whether the queue takes new jobs.</summary>
internal sealed class DrainVerb : Verb
{
    private readonly Argument<string?> _what;
    private readonly Option<string?> _output;

    public DrainVerb()
        : base("drain", "refuse new jobs, take them again, or tell which")
    {
        _what = Optional("WHAT", "on, off or status; status if left out");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover drain on", "drover drain status"];

    public override int Run(ParseResult line, Session session)
    {
        var what = Values.Choice(line.GetValue(_what), "WHAT", "status", "on", "off");
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
        using var answer = what == "status" ? session.Door.Get("/v1/queue") : session.Door.Put("/v1/queue", Body.Of(w => w.WriteBoolean("drained", what == "on")));
        var queue = answer.RootElement;
        if (form == "json")
        {
            JsonLines.WriteIndented(session, queue);
            return ExitCode.Ok;
        }

        session.Screen.Out.WriteLine(queue.GetProperty("drained").GetBoolean() ? "The queue is drained: it refuses new jobs." : "The queue takes new jobs.");
        session.Screen.Out.WriteLine($"{Number(queue, "unfinished")} unfinished of at most {Number(queue, "limit")}: {Number(queue, "running")} running, {Number(queue, "waiting")} waiting, {Number(queue, "queued")} queued.");
        return ExitCode.Ok;
    }

    private static string Number(JsonElement queue, string name) => queue.TryGetProperty(name, out var value) ? ValueText.Plain(value) : "?";
}
