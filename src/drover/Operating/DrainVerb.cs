using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover drain</c>: whether the queue takes new jobs.</summary>
internal sealed class DrainVerb : Verb
{
    private readonly Argument<string?> _what;
    private readonly Option<string?> _output;

    public DrainVerb()
        : base("drain", "verb.drain")
    {
        _what = Optional("WHAT", "argument.drain");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover drain on", "drover drain status"];

    public override int Run(ParseResult line, Session session)
    {
        var what = Values.Choice(line.GetValue(_what), "WHAT", "status", "on", "off");
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        using var answer = what == "status" ? session.Door.Get("/v1/queue") : session.Door.Put("/v1/queue", Body.Of(w => w.WriteBoolean("drained", what == "on")));
        var queue = answer.RootElement;
        if (form == "json")
        {
            JsonLines.WriteIndented(session, queue);
            return ExitCode.Ok;
        }

        session.Screen.Out.WriteLine(queue.GetProperty("drained").GetBoolean() ? Language.Say("drain.on") : Language.Say("drain.off"));
        session.Screen.Out.WriteLine(Language.Say("drain.figures", Number(queue, "unfinished"), Number(queue, "limit"), Number(queue, "running"), Number(queue, "waiting"), Number(queue, "queued")));
        return ExitCode.Ok;
    }

    private static string Number(JsonElement queue, string name) => queue.TryGetProperty(name, out var value) ? ValueText.Plain(value) : "?";
}
