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
        _id = Required("ID", "argument.why");
        _all = Flag("--all", "option.why-all");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover why 17", "drover why 17 --all", "drover why group/db"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        if (PlacementWhy.GroupOf(line.GetValue(_id)!) is { } group)
            return OfGroup(session, group, form);
        var id = Values.JobId(line.GetValue(_id)!);
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

    /// <summary>Of a group that is to be on one node of several, with the job that is at it.</summary>
    private static int OfGroup(Session session, string group, string form)
    {
        var placement = PlacementWhy.Find(session.Door, group);
        using var job = placement.IsOnTheWay ? session.Door.Get($"/v1/jobs/{placement.Job}/why") : null;
        if (form == "json")
        {
            JsonLines.WriteIndented(session, placement.Write(job?.RootElement));
            return ExitCode.Ok;
        }

        foreach (var text in placement.Lines())
            session.Screen.Out.WriteLine(text);
        if (job is not null)
            session.Screen.Out.WriteLine(WhyText.Of(job.RootElement));
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
