using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover audit verify</c>: checks the chain of the journal.</summary>
internal sealed class AuditVerifyVerb : Verb
{
    private readonly Option<bool> _replay;
    private readonly Option<string?> _output;

    public AuditVerifyVerb()
        : base("verify", "verb.verify")
    {
        _replay = Flag("--replay", "option.replay");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover audit verify", "drover audit verify --replay"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
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
            session.Screen.Out.WriteLine(Language.Say("verify.checked", Part(result, "records"), Part(result, "first"), Part(result, "last")) + (Part(result, "replayed") == "Y" ? Language.Say("verify.replayed") : ""));
        }

        return ok
            ? ExitCode.Ok
            : throw new CliException("AUDIT_FAILED", Language.Say("verify.problems", result.GetProperty("problems").GetArrayLength()), ExitCode.Failed, Language.Say("verify.problems.hint"));
    }

    private static string Part(JsonElement result, string name) => result.TryGetProperty(name, out var value) ? ValueText.Plain(value) : "?";
}
