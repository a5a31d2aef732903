using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary><c>drover archive</c>: takes finished jobs out of the lists.</summary>
internal sealed class ArchiveVerb : Verb
{
    private readonly Argument<string[]> _ids;
    private readonly Option<string?> _age;
    private readonly Option<bool> _all;

    public ArchiveVerb()
        : base("archive", "verb.archive")
    {
        _ids = Several("ID", "argument.jobs", atLeastOne: false);
        _age = Value("--age", "TIME", "option.age");
        _all = Flag("--all", "option.all-finished");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover archive 17 18", "drover archive --age 6h", "drover archive --all"];

    public override int Run(ParseResult line, Session session)
    {
        var ids = Values.JobIds(line.GetValue(_ids) ?? []);
        var age = Values.Duration(line.GetValue(_age), "--age");
        var all = line.GetValue(_all);
        if ((ids.Count > 0 ? 1 : 0) + (age is null ? 0 : 1) + (all ? 1 : 0) != 1)
            throw CliException.Usage(Language.Say("archive.what"), Language.Say("archive.what.hint"));
        if (ids.Count > 0)
            return JobControl.ForEach(session, ids, "archive", Body.Empty, id => Language.Say("archive.one", id));

        var seconds = all ? -1 : (long)age!.Value.TotalSeconds;
        using var answer = session.Door.Post("/v1/jobs/archive", Body.Of(w => w.WriteNumber("age_seconds", seconds)));
        var left = answer.RootElement.GetProperty("left").GetInt64();
        session.Screen.Out.WriteLine(Language.Count("archive.many", answer.RootElement.GetProperty("archived").GetInt64()) + (left > 0 ? Language.Say("archive.left", Language.Number(left)) : ""));
        return ExitCode.Ok;
    }
}
