using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Logging;

/// <summary>What the real daemon writes to standard error (<c>docs/logging.md</c>).</summary>
public sealed partial class LogTests
{
    [Fact]
    public void One_job_makes_the_two_lines_of_the_page_and_looking_on_makes_none()
    {
        using var sandbox = new Sandbox();
        using var daemon = Daemon.Start(sandbox);
        var before = Lines(daemon.Log).Length;
        var id = daemon.Http.SubmitDelay(0.05);
        Assert.Equal("success", daemon.Http.WaitForEnd(id));
        LookOn(daemon, id);
        // Lines are in order, so once the change of the level is there, all of before is.
        daemon.Drover("log-level", "warning").Expect(0);
        LookOn(daemon, id);
        daemon.StopCleanly();
        var lines = Lines(daemon.Log)[before..];
        Assert.Equal(
            [
                $"info: drover.jobs[1200] Job {id} submitted by uid:{Id()}: TEST_DELAY(5.0e-2)",
                $"info: drover.jobs[1207] Job {id} ended as success after # s",
                $"info: drover.daemon[1806] The log level is warning from now on, set by uid:{Id()}",
            ],
            lines.Select(line => Seconds().Replace(Moment().Replace(line, ""), "after # s")));
    }

    [Fact]
    public void At_debug_a_category_tells_each_step_and_others_stay_as_they_are()
    {
        using var sandbox = new Sandbox();
        using var daemon = Daemon.Start(sandbox, "--log-level", "warning,jobs=debug,daemon=information");
        Assert.Equal("success", daemon.Http.WaitForEnd(daemon.Http.SubmitDelay(0.05)));
        Assert.Equal("warning,daemon=information,jobs=debug", daemon.Drover("log-level").Expect(0).Lines[0]);
        daemon.StopCleanly();
        // The first job makes the limit of its class known.
        Assert.Equal(
            ["drover.jobs[1200]", "drover.jobs[1205]", "drover.jobs[1207]"],
            Lines(daemon.Log).Select(line => Moment().Replace(line, "").Split(' ')[1]).Where(name => name.StartsWith("drover.jobs", StringComparison.Ordinal) && name != "drover.jobs[1222]"));
    }

    [Fact]
    public void A_wrong_level_is_refused_with_its_place_at_the_start_and_while_it_runs()
    {
        using var sandbox = new Sandbox();
        var refused = Daemon.Refused(sandbox, "--log-level", "information,job=debug");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("part 2, 'job=debug': there is no category 'job'; did you mean 'jobs'?", refused.Error, StringComparison.Ordinal);
        using var daemon = Daemon.Start(sandbox);
        Assert.Contains("LOG_LEVEL_INVALID", daemon.Drover("log-level", "luxi=loud").Expect(6).Error, StringComparison.Ordinal);
        Assert.Equal("information", daemon.Drover("log-level").Expect(0).Lines[0]);
    }

    private static void LookOn(Daemon daemon, long job)
    {
        foreach (var path in new[] { "/readyz", "/livez", "/metrics", "/v1/queue", "/v1/version", "/v1/log-level", "/v1/query/job", $"/v1/jobs/{job}", $"/v1/jobs/{job}/wait?timeout=5" })
            Assert.Equal(200, daemon.Http.Get(path).Status);
        daemon.Drover("get", "jobs").Expect(0);
        daemon.Drover("wait", $"{job}").Expect(0);
    }

    private static string[] Lines(string log) => log.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Id() => Command.Run("id", ["-u"]).Expect(0).Lines[0];

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} ", RegexOptions.None, 1000)]
    private static partial Regex Moment();

    [GeneratedRegex(@"after \d+\.\d{3} s", RegexOptions.None, 1000)]
    private static partial Regex Seconds();
}
