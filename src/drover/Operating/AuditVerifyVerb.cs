using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;

namespace Drover.Cli.Operating;

/// <summary><c>drover audit verify</c>: checks the chain of the journal.</summary>
internal sealed class AuditVerifyVerb : Verb
{
    private readonly Option<bool> _replay;
    private readonly Option<string?> _output;

    public AuditVerifyVerb()
        : base("verify", "check every record of the journal")
    {
        _replay = Flag("--replay", "also play it again and compare with the live state");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover audit verify", "drover audit verify --replay"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
        var replay = line.GetValue(_replay);
        using var answer = session.Door.PostLong("/v1/audit/verify", Body.Of(w => w.WriteBoolean("replay", replay)));
        var result = answer.RootElement;
        var ok = result.GetProperty("ok").GetBoolean();
        if (form == "json")
        {
            JsonLines.WriteIndented(session, result);
        }
        else
        {
            foreach (var problem in result.GetProperty("problems").EnumerateArray())
                session.Screen.Out.WriteLine(ValueText.Plain(problem));
            session.Screen.Out.WriteLine($"{Part(result, "records")} records checked, {Part(result, "first")} to {Part(result, "last")}{(Part(result, "replayed") == "Y" ? ", replayed" : "")}");
        }

        return ok
            ? ExitCode.Ok
            : throw new CliException("AUDIT_FAILED", $"the journal has {result.GetProperty("problems").GetArrayLength()} problems", ExitCode.Failed, "keep a copy of the state directory before you change anything");
    }

    private static string Part(JsonElement result, string name) => result.TryGetProperty(name, out var value) ? ValueText.Plain(value) : "?";
}
