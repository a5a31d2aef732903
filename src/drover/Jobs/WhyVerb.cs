using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;

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

        session.Screen.Out.WriteLine(WhyText.Of(answer.RootElement));
        return ExitCode.Ok;
    }
}
