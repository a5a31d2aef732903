using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover log-level</c>: from which level on the daemon logs.</summary>
internal sealed class LogLevelVerb : Verb
{
    private readonly Argument<string?> _levels;
    private readonly Option<bool> _reset;
    private readonly Option<string?> _output;

    public LogLevelVerb()
        : base("log-level", "verb.log-level")
    {
        _levels = Optional("LEVELS", "argument.levels");
        _reset = Flag("--reset", "option.reset");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples =>
        ["drover log-level", "drover log-level jobs=debug", "drover log-level warning,services=information", "drover log-level --reset"];

    public override int Run(ParseResult line, Session session)
    {
        var levels = line.GetValue(_levels);
        var reset = line.GetValue(_reset);
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        if (reset && levels is not null)
            throw CliException.Usage(Language.Say("log-level.both"));
        using var answer = reset ? session.Door.Put("/v1/log-level", Body.Of(w => w.WriteBoolean("reset", true)))
            : levels is not null ? session.Door.Put("/v1/log-level", Body.Of(w => w.WriteString("level", levels)))
            : session.Door.Get("/v1/log-level");
        var view = answer.RootElement;
        if (form == "json")
        {
            JsonLines.WriteIndented(session, view);
            return ExitCode.Ok;
        }

        var (inForce, setting) = (ValueText.Plain(view.GetProperty("level")), ValueText.Plain(view.GetProperty("setting")));
        session.Screen.Out.WriteLine(inForce);
        if (inForce != setting)
            session.Screen.Out.WriteLine(Language.Say("log-level.setting", setting));
        return ExitCode.Ok;
    }
}
