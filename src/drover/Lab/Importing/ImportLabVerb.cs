using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Jobs;
using Drover.Cli.Live;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Lab.Importing;

/// <summary><c>drover import lab</c>: takes in devices, templates, health checks and texts of workers as a LAVA site has them in files.</summary>
internal sealed class ImportLabVerb : Verb
{
    private const int MostJobs = 200;
    private const int MostText = 4 * 1024 * 1024;

    private readonly Argument<string[]> _directories;
    private readonly Option<string?> _worker;
    private readonly Option<bool> _dryRun;

    public ImportLabVerb()
        : base("lab", "verb.import-lab")
    {
        _directories = Several("DIR", "argument.site");
        _worker = Value("--worker", "WORKER", "option.new-worker");
        _dryRun = Flag("--dry-run", "option.dry-run-import");
    }

    public override IReadOnlyList<string> Examples =>
        ["drover import lab /etc/lava-server/dispatcher-config --dry-run", "drover import lab /etc/lava-server/dispatcher-config /usr/share/lava-server --worker worker1"];

    public override int Run(ParseResult line, Session session)
    {
        var site = SiteDirectory.Read(line.GetValue(_directories)!);
        var plan = ImportPlan.Of(site, KnownLab.Read(session.Door), line.GetValue(_worker));
        var failed = 0;
        foreach (var (path, why) in site.Strange.Concat(plan.Left))
        {
            failed++;
            ErrorPrinter.Print(session.Screen, new CliException("NOT_TAKEN", $"{path} {why}", ExitCode.Failed));
        }

        if (line.GetValue(_dryRun))
        {
            foreach (var change in plan.Grounds.Concat(plan.Changes))
                session.Screen.Out.WriteLine(Language.Say("import.would", Printable.Line(change.Words)));
        }
        else
        {
            session.BeginFollowing();
            using var bar = new ProgressBar(session.Screen, "change", plan.Grounds.Count + plan.Changes.Count);
            failed += Do(session, plan.Grounds, bar, before: 0) + Do(session, plan.Changes, bar, plan.Grounds.Count);
        }

        var count = plan.Grounds.Count + plan.Changes.Count;
        session.Screen.Out.WriteLine(Language.Count("import.changes", count, Language.Number(plan.Same)) + (failed > 0 ? Language.Say("import.not-taken", Language.Number(failed)) : "") + (line.GetValue(_dryRun) ? Language.Say("import.nothing") : ""));
        return failed > 0 ? ExitCode.Failed : ExitCode.Ok;
    }

    /// <summary>Submits so many at once as one request takes, and waits for all; how many failed. One that fails does not keep the others from it.</summary>
    /// <param name="before">Changes that are done already.</param>
    private static int Do(Session session, IReadOnlyList<LabChange> changes, ProgressBar bar, int before)
    {
        var (failed, done) = (0, before);
        for (var first = 0; first < changes.Count;)
        {
            var size = 0;
            var some = changes.Skip(first).Take(MostJobs).TakeWhile((change, index) => (size += change.Size) <= MostText || index == 0).ToList();
            first += some.Count;
            bar.Report(done);
            var jobs = Submit(session, some, ref failed);
            done += some.Count - jobs.Count;
            foreach (var (change, id) in jobs)
            {
                bar.Report(done++);
                var last = new JobFollower(session, id) { AfterLog = null }.Follow(static _ => { })!;
                if (JobOutcome.Failure(last) is { } failure)
                    failed += Tell(session, change, failure.Code, failure.Message, failure.Hint);
                else
                    bar.Above(() => session.Screen.Out.WriteLine(Language.Say("import.done", Printable.Line(change.Words), id)));
            }

            session.Screen.Flush();
        }

        return failed;
    }

    private static List<(LabChange Change, long Id)> Submit(Session session, List<LabChange> changes, ref int failed)
    {
        using var answer = session.Door.Post("/v1/jobs", Body.Of(writer =>
        {
            writer.WriteStartArray("jobs");
            changes.ForEach(change => change.Write(writer));
            writer.WriteEndArray();
        }));
        List<(LabChange, long)> jobs = [];
        foreach (var (job, change) in answer.RootElement.GetProperty("jobs").EnumerateArray().Zip(changes))
        {
            if (job.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number)
            {
                jobs.Add((change, id.GetInt64()));
                continue;
            }

            var error = ErrorReply.FromElement(job.GetProperty("error"));
            failed += Tell(session, change, error.Code, error.Message, error.Hint);
        }

        return jobs;
    }

    private static int Tell(Session session, LabChange change, string code, string message, string? hint)
    {
        ErrorPrinter.Print(session.Screen, new CliException(code, $"{change.Path}: {change.Words}: {message}", ExitCode.Failed, hint));
        return 1;
    }
}
