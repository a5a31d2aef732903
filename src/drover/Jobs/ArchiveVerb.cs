using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;

namespace Drover.Cli.Jobs;

/// <summary><c>drover archive</c>: takes finished jobs out of the lists.</summary>
internal sealed class ArchiveVerb : Verb
{
    private readonly Argument<string[]> _ids;
    private readonly Option<string?> _age;
    private readonly Option<bool> _all;

    public ArchiveVerb()
        : base("archive", "archive finished jobs")
    {
        _ids = Several("ID", "ids of jobs", atLeastOne: false);
        _age = Value("--age", "TIME", "all that ended longer ago: 90, 30m, 6h, 2d");
        _all = Flag("--all", "all finished jobs");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover archive 17 18", "drover archive --age 6h", "drover archive --all"];

    public override int Run(ParseResult line, Session session)
    {
        var ids = Values.JobIds(line.GetValue(_ids) ?? []);
        var age = Values.Duration(line.GetValue(_age), "--age");
        var all = line.GetValue(_all);
        if ((ids.Count > 0 ? 1 : 0) + (age is null ? 0 : 1) + (all ? 1 : 0) != 1)
            throw CliException.Usage("'drover archive' needs either ids of jobs, or --age TIME, or --all", "see 'drover archive --help'");
        if (ids.Count > 0)
            return JobControl.ForEach(session, ids, "archive", Body.Empty, id => $"Archived job {id}");

        var seconds = all ? -1 : (long)age!.Value.TotalSeconds;
        using var answer = session.Door.Post("/v1/jobs/archive", Body.Of(w => w.WriteNumber("age_seconds", seconds)));
        var left = answer.RootElement.GetProperty("left").GetInt64();
        session.Screen.Out.WriteLine($"Archived {answer.RootElement.GetProperty("archived").GetInt64()} jobs{(left > 0 ? $", {left} left: call again" : "")}");
        return ExitCode.Ok;
    }
}
