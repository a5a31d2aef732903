using System.CommandLine;
using System.Globalization;
using System.Text;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Services;
using Drover.Cli.TestJobs;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary><c>drover logs</c>: the log of a job or test job, or the captured output of a service; with <c>-f</c> also what comes.</summary>
internal sealed class LogsVerb : Verb
{
    private const int PageSize = 1000;
    private const int MostLines = 1_000_000;

    private readonly Argument<string> _id;
    private readonly Option<bool> _follow;
    private readonly Option<string?> _lines;
    private readonly Option<string?> _bytes;
    private readonly Option<string?> _since;
    private readonly Option<bool> _timestamps;
    private readonly Option<bool> _raw;
    private readonly Option<string?> _output;

    public LogsVerb()
        : base("logs", "verb.logs")
    {
        _id = Required("ID", "argument.job-or-entry");
        _follow = Flag("--follow", "option.follow-log", "-f");
        _lines = Value("--lines", "N", "option.lines", "-n");
        _bytes = Value("--bytes", "N", "option.bytes");
        _since = Value("--since", "TIME", "option.since");
        _timestamps = Flag("--timestamps", "option.timestamps");
        _raw = Flag("--raw", "option.raw");
        _output = Value("--output", "FORM", "form.text-jsonl", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover logs 17", "drover logs 17 -f", "drover logs 17 -o jsonl", "drover logs 17 --raw > output.yaml", "drover logs web/httpd -n 20 -f", "drover logs web/httpd --since 10m --timestamps", "drover logs web2:web/httpd -f"];

    public override int Run(ParseResult line, Session session)
    {
        var lines = Values.Choice(line.GetValue(_output), "the-form", "text", "jsonl") == "jsonl";
        var last = Values.Int(line.GetValue(_lines), "--lines", 0, MostLines);
        var bytes = Values.Int(line.GetValue(_bytes), "--bytes", 0, int.MaxValue);
        var since = Values.Duration(line.GetValue(_since), "--since");
        var timestamps = line.GetValue(_timestamps);
        var name = line.GetValue(_id)!;
        if (name.Contains('/', StringComparison.Ordinal))
        {
            if (line.GetValue(_raw))
                throw CliException.Usage(Language.Say("logs.raw"), Language.Say("logs.raw.hint"));
            if (lines)
                throw CliException.Usage(Language.Say("logs.json"), Language.Say("logs.json.hint"));
            if (new[] { last is not null, bytes is not null, since is not null }.Count(begins => begins) > 1)
                throw CliException.Usage(Language.Say("logs.begin"), Language.Say("give-one"));
            var output = new CapturedOutput(session, name, new OutputRange(last, bytes, session.Clock.GetUtcNow() - since, timestamps));
            if (line.GetValue(_follow))
                output.Follow();
            else
                output.Print();
            return ExitCode.Ok;
        }

        var id = Values.JobId(name);
        if (bytes is not null || timestamps)
            throw CliException.Usage(Language.Say("logs.entry"), Language.Say("logs.entry.hint"));
        if (last is not null && since is not null)
            throw CliException.Usage(Language.Say("logs.begin-two"), Language.Say("give-one"));
        if (line.GetValue(_raw) && lines)
            throw CliException.Usage(Language.Say("logs.raw-form"), Language.Say("logs.raw-form.hint"));
        if ((line.GetValue(_follow) ? TestJobWatch.Find(session, id) : TestJobRow.Find(session.Door, id)) is not null)
        {
            PrintTestJob(line, session, id, new OutputRange(last, null, session.Clock.GetUtcNow() - since, Timestamps: false), lines);
            return ExitCode.Ok;
        }

        if (last is not null || since is not null || line.GetValue(_raw))
            throw CliException.Usage(Language.Say("logs.no-test-job", id), Language.Say("logs.no-test-job.hint"));
        var text = new ValueText(session.Zone);
        if (line.GetValue(_follow))
            new JobFollower(session, id).Follow(update => Print(session, text, update.Logs, lines));
        else
            PrintStored(session, id, text, lines);
        return ExitCode.Ok;
    }

    private void PrintTestJob(ParseResult line, Session session, long id, OutputRange part, bool jsonLines)
    {
        var range = part is { Lines: null, Since: null } ? "?offset=0" : part.Query(null);
        using var output = new OutputText(session.Screen);
        if (line.GetValue(_raw) && !line.GetValue(_follow))
        {
            new TestJobLog(id).Copy(session.Door, range, output.Write);
            return;
        }

        var text = new ValueText(session.Zone);
        void Print(ReadOnlyMemory<byte> stored)
        {
            if (line.GetValue(_raw))
            {
                output.Write([.. stored.Span, (byte)'\n']);
                return;
            }

            var read = TestLogLine.Read(Encoding.UTF8.GetString(stored.Span));
            if (jsonLines)
                JsonLines.WriteLine(session, read.Source);
            else
                session.Screen.Out.WriteLine(read.Text(text, session.Screen.OutColour));
        }

        if (line.GetValue(_follow))
        {
            TestJobWatch.FollowLog(session, id, range, Print);
            return;
        }

        var lines = new TestLogLines();
        new TestJobLog(id).Read(session.Door, range, piece =>
        {
            foreach (var whole in lines.Take(piece))
                Print(whole);
        });
    }

    private static void PrintStored(Session session, long id, ValueText text, bool jsonLines)
    {
        for (long after = 0; ;)
        {
            using var answer = session.Door.Get(string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{id}/logs?after={after}&limit={PageSize}"));
            var entries = JobLogEntry.ReadAll(answer.RootElement);
            Print(session, text, entries, jsonLines);
            if (entries.Count < PageSize)
                return;
            after = entries[^1].Serial;
        }
    }

    private static void Print(Session session, ValueText text, IEnumerable<JobLogEntry> entries, bool jsonLines)
    {
        foreach (var entry in entries)
        {
            if (jsonLines)
                JsonLines.WriteLine(session, entry.Source);
            else
                session.Screen.Out.WriteLine(entry.Line(text, withOpcode: true));
        }

        session.Screen.Flush();
    }
}
