using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Jobs;

/// <summary><c>drover wait</c>: returns when all the jobs are over.</summary>
internal sealed class WaitVerb : Verb
{
    private readonly Argument<string[]> _ids;
    private readonly Option<string?> _timeout;
    private readonly Option<string?> _output;

    public WaitVerb()
        : base("wait", "wait for the end of jobs; the exit code tells how they ended")
    {
        _ids = Several("ID", "ids of jobs");
        _timeout = Value("--timeout", "TIME", "give up after that (90, 5m, 2h) with exit code 5");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover wait 17 18 --timeout 5m", "id=$(drover submit test-delay duration=5 --detach) && drover wait $id"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
        var timeout = Values.Duration(line.GetValue(_timeout), "--timeout");
        var ids = Values.JobIds(line.GetValue(_ids)!);
        session.BeginFollowing();
        var start = session.Clock.GetTimestamp();
        if (form == "text" && session.Screen.CanDraw)
            LivePanel.Await(session, ids, timeout);
        var code = ExitCode.Ok;
        foreach (var id in ids)
        {
            TimeSpan? left = timeout is { } limit ? limit - session.Clock.GetElapsedTime(start) : null;
            var last = new JobFollower(session, id).Follow(static _ => { }, left);
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
