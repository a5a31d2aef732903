using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;

namespace Drover.Cli.Jobs;

/// <summary><c>drover wait</c>: returns when all the jobs are over, or when the daemon is ready.</summary>
internal sealed class WaitVerb : Verb
{
    private readonly Argument<string[]> _ids;
    private readonly Option<bool> _ready;
    private readonly Option<string?> _timeout;
    private readonly Option<string?> _output;

    public WaitVerb()
        : base("wait", "wait for the end of jobs, or for a daemon that is ready")
    {
        _ids = Several("ID", "ids of jobs; the exit code tells how they ended", atLeastOne: false);
        _ready = Flag("--ready", "wait until a daemon answers and is ready: a minute, where --timeout does not say");
        _timeout = Value("--timeout", "TIME", "give up after that (90, 5m, 2h) with exit code 5");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover wait --ready", "drover wait 17 18 --timeout 5m", "id=$(drover submit test-delay duration=5 --detach) && drover wait $id"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
        var timeout = Values.Duration(line.GetValue(_timeout), "--timeout");
        var ids = Values.JobIds(line.GetValue(_ids) ?? []);
        if (line.GetValue(_ready) != (ids.Count == 0))
            throw CliException.Usage("'drover wait' needs either ids of jobs, or --ready", "see 'drover wait --help'");
        return ids.Count == 0 ? AwaitDaemon(session, timeout ?? Readiness.UsualLimit, form) : AwaitJobs(session, ids, timeout, form);
    }

    private static int AwaitDaemon(Session session, TimeSpan limit, string form)
    {
        using var answer = Readiness.Await(session, limit);
        if (form == "json")
            JsonLines.WriteLine(session, answer.RootElement);
        else
            session.Screen.Out.WriteLine("The daemon is ready");
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
                throw new CliException("TIMEOUT", $"job {id} is not over yet", ExitCode.Timeout, $"it goes on; 'drover why {id}' says what it waits for");
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
