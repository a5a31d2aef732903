using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover config</c>: the daemon's settings and where each comes from.</summary>
internal sealed class ConfigVerb : Verb
{
    private readonly Option<string?> _output;

    public ConfigVerb()
        : base("config", "verb.config") => _output = Value("--output", "FORM", "form.table-json", "-o");

    public override IReadOnlyList<string> Examples => ["drover config"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "table", "json");
        using var answer = session.Door.Get("/v1/config");
        var settings = answer.RootElement.GetProperty("settings");
        if (form == "json")
        {
            JsonLines.WriteIndented(session, settings);
            return ExitCode.Ok;
        }

        var table = new TableWriter([(Language.Say("config.setting"), false), (Language.Say("config.value"), false), (Language.Say("config.origin"), false)]);
        foreach (var setting in settings.EnumerateArray())
            table.Add([Part(setting, "name"), Part(setting, "value"), Part(setting, "origin")]);
        table.WriteTo(session.Screen.Out, headers: true, session.Screen.OutColour);
        return ExitCode.Ok;
    }

    private static string Part(JsonElement setting, string name) => setting.TryGetProperty(name, out var value) ? ValueText.Plain(value) : "-";
}
