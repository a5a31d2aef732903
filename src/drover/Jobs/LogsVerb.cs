using System.CommandLine;
using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;

namespace Drover.Cli.Jobs;

/// <summary><c>drover logs</c>: the log of a job, and with <c>-f</c> what comes.</summary>
internal sealed class LogsVerb : Verb
{
    private const int PageSize = 1000;

    private readonly Argument<string> _id;
    private readonly Option<bool> _follow;
    private readonly Option<string?> _output;

    public LogsVerb()
        : base("logs", "print the log of a job")
    {
        _id = Required("ID", "id of a job");
        _follow = Flag("--follow", "go on until the job ends", "-f");
        _output = Value("--output", "FORM", "text or jsonl", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover logs 17", "drover logs 17 -f", "drover logs 17 -o jsonl"];

    public override int Run(ParseResult line, Session session)
    {
        var id = Values.JobId(line.GetValue(_id)!);
        var lines = Values.Choice(line.GetValue(_output), "the form", "text", "jsonl") == "jsonl";
        var text = new ValueText(session.Zone);
        var after = PrintStored(session, id, entry => Print(session, text, entry, lines));
        if (!line.GetValue(_follow))
            return ExitCode.Ok;

        session.BeginFollowing();
        new JobFollower(session, id) { AfterLog = after }.Follow(update =>
        {
            foreach (var entry in update.Logs)
                Print(session, text, entry, lines);
            session.Screen.Flush();
        });
        return ExitCode.Ok;
    }

    private static long PrintStored(Session session, long id, Action<JobLogEntry> print)
    {
        long after = 0;
        while (true)
        {
            using var answer = session.Door.Get(string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{id}/logs?after={after}&limit={PageSize}"));
            var entries = JobLogEntry.ReadAll(answer.RootElement);
            foreach (var entry in entries)
                print(entry);
            session.Screen.Flush();
            if (entries.Count == 0 || entries[^1].Serial <= after)
                return after;
            after = entries[^1].Serial;
            if (entries.Count < PageSize)
                return after;
        }
    }

    private static void Print(Session session, ValueText text, JobLogEntry entry, bool jsonLines)
    {
        if (jsonLines)
            JsonLines.WriteLine(session, entry.Source);
        else
            session.Screen.Out.WriteLine(entry.Line(text, withOpcode: true));
    }
}
