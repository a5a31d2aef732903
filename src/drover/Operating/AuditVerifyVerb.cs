using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover audit verify</c>: checks the chain of the journal.</summary>
internal sealed class AuditVerifyVerb : Verb
{
    private const string Path = "/v1/audit/verify";

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
        var body = Body.Of(w => w.WriteBoolean("replay", replay));
        using var answer = session.Screen.CanDraw ? Watched(session, body) : session.Door.PostLong(Path, body);
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

    /// <summary>The answer, and until it comes how far the check is.</summary>
    private static JsonDocument Watched(Session session, ReadOnlyMemory<byte> body)
    {
        using var stream = session.Door.PostStream(Path, body);
        ProgressBar? bar = null;
        try
        {
            while (stream.Next(new Deadline(session.Clock, limit: null)) is { } told)
            {
                var news = JsonDocument.Parse(told.Data, DaemonDoor.Reading);
                if (!news.RootElement.TryGetProperty("total", out var total))
                    return news;
                using (news)
                {
                    bar ??= new ProgressBar(session.Screen, "record", total.GetInt64());
                    bar.Report(news.RootElement.GetProperty("done").GetInt64());
                }
            }
        }
        finally
        {
            bar?.Dispose();
        }

        throw HttpReply.Broken(Language.Say("verify.cut"));
    }

    private static string Part(JsonElement result, string name) => result.TryGetProperty(name, out var value) ? ValueText.Plain(value) : "?";
}
