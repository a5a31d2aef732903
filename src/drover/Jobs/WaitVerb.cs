using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary><c>drover wait</c>: returns when all the jobs are over, or when the daemon is ready.</summary>
internal sealed class WaitVerb : Verb
{
    private readonly Argument<string[]> _ids;
    private readonly Option<bool> _ready;
    private readonly Option<string?> _timeout;
    private readonly Option<string?> _output;

    public WaitVerb()
        : base("wait", "verb.wait")
    {
        _ids = Several("ID", "argument.jobs-waited", atLeastOne: false);
        _ready = Flag("--ready", "option.ready");
        _timeout = Value("--timeout", "TIME", "option.timeout");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover wait --ready", "drover wait 17 18 --timeout 5m", "id=$(drover submit test-delay duration=5 --detach) && drover wait $id"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var timeout = Values.Duration(line.GetValue(_timeout), "--timeout");
        var ids = Values.JobIds(line.GetValue(_ids) ?? []);
        if (line.GetValue(_ready) != (ids.Count == 0))
            throw CliException.Usage(Language.Say("wait.what"), Language.Say("wait.what.hint"));
        return ids.Count == 0 ? AwaitDaemon(session, timeout ?? Readiness.UsualLimit, form) : AwaitJobs(session, ids, timeout, form);
    }

    private static int AwaitDaemon(Session session, TimeSpan limit, string form)
    {
        using var answer = Readiness.Await(session, limit);
        if (form == "json")
            JsonLines.WriteLine(session, answer.RootElement);
        else
            session.Screen.Out.WriteLine(Language.Say("wait.ready"));
        return ExitCode.Ok;
    }

    private static int AwaitJobs(Session session, List<long> ids, TimeSpan? timeout, string form)
    {
        var start = session.Clock.GetTimestamp();
        if (form == "text" && session.Screen.CanDraw)
            LivePanel.Await(session, ids, timeout);
        var code = ExitCode.Ok;
        foreach (var id in ids)
        {
            TimeSpan? left = timeout is { } limit ? limit - session.Clock.GetElapsedTime(start) : null;
            var last = new JobFollower(session, id) { AfterLog = null }.Follow(static _ => { }, left);
            if (last is null)
                throw new CliException("TIMEOUT", Language.Say("wait.not-over", id), ExitCode.Timeout, Language.Say("wait.not-over.hint", id));
            if (form == "json")
                JobJson.Write(session, last);
            else
                JobOutcome.Print(session, last);
            session.Screen.Flush();
            code = ExitCode.Worse(code, last.ExitCode);
        }

        return code;
    }
}
