using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;

namespace Drover.Cli.Jobs;

/// <summary><c>drover why</c>: what a job waits for, in a sentence and a tree.</summary>
internal sealed class WhyVerb : Verb
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _output;

    public WhyVerb()
        : base("why", "explain what a job waits for")
    {
        _id = Required("ID", "id of a job");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover why 17"];

    public override int Run(ParseResult line, Session session)
    {
        var id = Values.JobId(line.GetValue(_id)!);
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
        using var answer = session.Door.Get($"/v1/jobs/{id}/why");
        if (form == "json")
        {
            JsonLines.WriteIndented(session, answer.RootElement);
            return ExitCode.Ok;
        }

        session.Screen.Out.WriteLine(Printable.Line(answer.RootElement.GetProperty("sentence").GetString()!));
        if (answer.RootElement.TryGetProperty("tree", out var tree) && tree.ValueKind == JsonValueKind.Object
            && tree.TryGetProperty("children", out var behind) && behind.GetArrayLength() > 0)
        {
            session.Screen.Out.WriteLine();
            Branch(session.Screen.Out, tree, "", "");
        }

        return ExitCode.Ok;
    }

    private static void Branch(TextWriter output, JsonElement node, string first, string rest)
    {
        output.WriteLine(first + Printable.Line(node.GetProperty("text").GetString() ?? ""));
        if (!node.TryGetProperty("children", out var children) || children.ValueKind != JsonValueKind.Array)
            return;
        var count = children.GetArrayLength();
        for (var i = 0; i < count; i++)
        {
            var last = i == count - 1;
            Branch(output, children[i], rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "));
        }
    }
}
