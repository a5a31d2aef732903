using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Live;
using Drover.Cli.Submitting;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.TestJobs;

/// <summary><c>drover chk job</c>: whether the daemon would take a test job. None is made.</summary>
internal sealed class CheckJobVerb : Verb
{
    private readonly Argument<string[]> _files;
    private readonly Option<string?> _output;

    public CheckJobVerb()
        : base("job", "verb.chk-job")
    {
        _files = Several("FILE", "argument.test-files");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover chk job job.yaml && drover submit job.yaml", "drover chk job jobs/smoke.yaml jobs/boot.yaml"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var code = ExitCode.Ok;
        var files = line.GetValue(_files)!;
        using var bar = new ProgressBar(session.Screen, "file", files.Length);
        foreach (var (file, index) in files.Select((file, index) => (file, index)))
        {
            bar.Report(index);
            var text = JobFile.ReadText(session, file);
            var problem = TestJobDefinition.Is(text) ? Problem(session, text) : throw new CliException("BAD_FILE", Language.Say("test.none", file), ExitCode.Usage,
                Language.Say("test.none.hint"));
            if (problem is not null)
                code = ExitCode.Failed;
            if (form == "json")
                bar.Above(() => JsonLines.WriteLine(session, Answer(file, problem)));
            else if (problem is null)
                bar.Above(() => session.Screen.Out.WriteLine(Language.Say("test.fine", Printable.Line(file))));
            else
                ErrorPrinter.Print(session.Screen, new CliException("WOULD_FAIL", $"{file}: {problem}", ExitCode.Failed));
            session.Screen.Flush();
        }

        return code;
    }

    /// <summary>What speaks against the definition, or against submitting it now; null when nothing does.</summary>
    private static string? Problem(Session session, string definition)
    {
        using var answer = session.Door.Post("/v1/jobs/check", Body.OfOpcode(TestJobDefinition.OpcodeOf(definition), writer => writer.WriteString("definition", definition)));
        var job = answer.RootElement.GetProperty("jobs")[0];
        if (job.GetProperty("ops") is { ValueKind: JsonValueKind.Array } ops && ops.GetArrayLength() > 0 && ops[0].GetProperty("problem") is { ValueKind: JsonValueKind.String } problem)
            return problem.GetString();
        return job.TryGetProperty("refusal", out var refusal) && refusal.ValueKind == JsonValueKind.Object ? ErrorReply.FromElement(refusal).Message : null;
    }

    private static JsonElement Answer(string file, string? problem) => JsonLines.Element(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("file", file);
        writer.WriteString("problem", problem);
        writer.WriteEndObject();
    });
}
