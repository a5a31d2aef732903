using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover version</c>: of this program and of the daemon.</summary>
internal sealed class VersionVerb : Verb
{
    private readonly Option<string?> _output;

    public VersionVerb()
        : base("version", "verb.version") => _output = Value("--output", "FORM", "form.text-json", "-o");

    public override IReadOnlyList<string> Examples => ["drover version", "drover version -o json"];

    public static string OwnVersion => typeof(VersionVerb).Assembly.GetName().Version!.ToString(3);

    public override bool StartsDaemon => false;

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        if (form == "text")
            session.Screen.Out.WriteLine($"drover {OwnVersion}");
        using var answer = session.Door.Get("/v1/version");
        if (form == "json")
            JsonLines.WriteIndented(session, answer.RootElement);
        else
            session.Screen.Out.WriteLine(Language.Say("version.daemon", Part(answer.RootElement, "version"), Part(answer.RootElement, "cluster"), Part(answer.RootElement, "node")));
        return ExitCode.Ok;
    }

    private static string Part(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) ? ValueText.Plain(value) : "?";
}
