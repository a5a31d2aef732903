using Drover.Acceptance.Running;

namespace Drover.Acceptance.Ganeti;

/// <summary>Debian's <c>gnt-debug</c>: the job queue's own test tools.</summary>
public sealed class GntDebugTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    private Daemon Daemon => ganeti.Daemon;

    [Fact]
    public void Delay_runs_to_its_end() => Daemon.Gnt("gnt-debug", "delay", "0.1").Expect(0);

    [Fact]
    public void Delay_that_is_repeated_shows_its_messages()
    {
        var delay = Daemon.Gnt("gnt-debug", "delay", "--repeat", "3", "0.05").Expect(0);
        Assert.Contains("test delay 3 of 3", delay.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Delay_of_a_node_holds_its_lock_and_locks_shows_it()
    {
        var submit = Daemon.Gnt("gnt-debug", "delay", "--submit", "-n", "node1", "300").Expect(0);
        Assert.Matches(@"^JobID: \d+$", submit.All.Trim());
        var id = long.Parse(submit.All.Trim()["JobID: ".Length..]);
        Daemon.Http.WaitFor(id, "running");
        var locks = Daemon.Gnt("gnt-debug", "locks").Expect(0);
        Assert.Equal(["Name", "Mode", "Owner", "Pending"], locks.Row("Name"));
        Assert.Contains(locks.Lines, line => line.Contains("exclusive", StringComparison.Ordinal) && line.Contains($"{id}", StringComparison.Ordinal));
        Daemon.Gnt("gnt-job", "cancel", "--kill", "--yes-do-it", "--force", $"{id}").Expect(0);
    }

    [Fact]
    public void Submit_job_takes_a_file_of_opcodes()
    {
        var file = Daemon.Sandbox.At("job.json");
        File.WriteAllText(file, """
            [{"OP_ID": "OP_TEST_DELAY", "duration": 0.05, "on_master": true, "on_nodes": []},
             {"OP_ID": "OP_CLUSTER_CONFIG_QUERY", "output_fields": ["cluster_name"]}]
            """);
        var submit = Daemon.Gnt("gnt-debug", "submit-job", "--verbose", file).Expect(0);
        var id = submit.Lines.First(line => line.StartsWith("Submitted jobs", StringComparison.Ordinal)).Split(' ')[2];
        Assert.Contains("[None, ['fleet']]", Daemon.Gnt("gnt-job", "list", "--no-headers", "-o", "opresult", id).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_jobqueue_passes_all_its_checks()
    {
        var test = Daemon.Gnt("gnt-debug", "test-jobqueue").Expect(0);
        Assert.Contains("Job submission tests were successful", test.Output, StringComparison.Ordinal);
        Assert.Contains("Job dependency tests were successful", test.Output, StringComparison.Ordinal);
        Assert.Contains("Job queue test successful", test.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_opcode_that_is_not_run_yet_is_refused_with_those_words()
    {
        var refused = Daemon.Gnt("gnt-instance", "remove", "--force", "nosuch");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("OP_INSTANCE_REMOVE", refused.All, StringComparison.Ordinal);
    }
}
