using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;
using Drover.Cli.TestJobs;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary><c>drover why</c>: what a job waits for, in a sentence and a tree.</summary>
internal sealed class WhyVerb : Verb
{
    /// <summary>A tree with more branches is left out for a test job, whose devices are counted in one line.</summary>
    private const int MostBranches = 3;

    private readonly Argument<string> _id;
    private readonly Option<bool> _all;
    private readonly Option<string?> _output;

    public WhyVerb()
        : base("why", "verb.why")
    {
        _id = Required("ID", "argument.job");
        _all = Flag("--all", "option.why-all");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover why 17", "drover why 17 --all"];

    public override int Run(ParseResult line, Session session)
    {
        var id = Values.JobId(line.GetValue(_id)!);
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        using var answer = session.Door.Get($"/v1/jobs/{id}/why");
        if (form == "json")
        {
            JsonLines.WriteIndented(session, answer.RootElement);
            return ExitCode.Ok;
        }

        if (!line.GetValue(_all) && Branches(answer.RootElement) > MostBranches && ShortText(session, id, answer.RootElement) is { } text)
        {
            session.Screen.Out.WriteLine(text);
            session.Screen.Note(Language.Say("why.all.hint", id));
            return ExitCode.Ok;
        }

        session.Screen.Out.WriteLine(WhyText.Of(answer.RootElement));
        return ExitCode.Ok;
    }

    /// <summary>Of a test job that waits for a device; null for others.</summary>
    private static string? ShortText(Session session, long id, JsonElement answer) => TestJobRow.Find(session.Door, id) switch
    {
        // Its devices are of several types.
        { IsWaiting: true, IsInGroup: true } => Printable.Line(answer.GetProperty("sentence").GetString()!),
        { IsWaiting: true } row when DeviceSituation.Of(session.Door, row) is { } situation => Printable.Line(Language.Say("why.device", id, situation)),
        _ => null,
    };

    private static int Branches(JsonElement answer) =>
        answer.TryGetProperty("tree", out var tree) && tree.ValueKind == JsonValueKind.Object && tree.TryGetProperty("children", out var children) && children.ValueKind == JsonValueKind.Array
            ? children.GetArrayLength() : 0;
}
