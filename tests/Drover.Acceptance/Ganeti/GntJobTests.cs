using Drover.Acceptance.Running;

namespace Drover.Acceptance.Ganeti;

/// <summary>Debian's <c>gnt-job</c> against the daemon.</summary>
public sealed class GntJobTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    private Daemon Daemon => ganeti.Daemon;

    [Fact]
    public void List_shows_id_status_and_summary()
    {
        var id = Submit(0.05);
        Daemon.Http.WaitForEnd(id);
        var list = Daemon.Gnt("gnt-job", "list").Expect(0);
        Assert.StartsWith("ID Status", list.Lines[0], StringComparison.Ordinal);
        Assert.Equal([$"{id}", "success", "TEST_DELAY(5.0e-2)"], list.Row($"{id}"));
    }

    [Fact]
    public void List_takes_ids_fields_and_filters()
    {
        long first = Submit(0.01), second = Submit(0.02);
        Daemon.Http.WaitForEnd(first);
        Daemon.Http.WaitForEnd(second);
        var some = Daemon.Gnt("gnt-job", "list", "--no-headers", "-o", "id,priority,opstatus", $"{first}", $"{second}").Expect(0);
        Assert.Equal([$"{first} 0 ['success']", $"{second} 0 ['success']"], some.Lines);
        var filtered = Daemon.Gnt("gnt-job", "list", "--no-headers", "-o", "id", "--filter", $"status == \"success\" and id == {second}").Expect(0);
        Assert.Equal([$"{second}"], filtered.Lines);
    }

    [Fact]
    public void List_of_an_unknown_job_shows_dashes()
    {
        var list = Daemon.Gnt("gnt-job", "list", "999999").Expect(0);
        Assert.Equal(["999999", "-", "-"], list.Row("999999"));
    }

    [Fact]
    public void List_of_an_unknown_field_ends_with_14_and_says_which()
    {
        var id = Submit(0.01);
        var list = Daemon.Gnt("gnt-job", "list", "-o", "id,nosuchfield", $"{id}").Expect(14);
        Assert.Equal([$"{id}", "??"], list.Row($"{id}"));
        Assert.Contains("Queried for unknown fields nosuchfield", list.All, StringComparison.Ordinal);
    }

    [Fact]
    public void List_running_shows_running_jobs_only()
    {
        var done = Submit(0.01);
        Daemon.Http.WaitForEnd(done);
        var running = Submit(300);
        Daemon.Http.WaitFor(running, "running");
        var list = Daemon.Gnt("gnt-job", "list", "--running", "--no-headers", "-o", "id,status").Expect(0);
        Assert.Equal([$"{running}", "running"], list.Row($"{running}"));
        Assert.All(list.Lines, line => Assert.EndsWith("running", line, StringComparison.Ordinal));
        Kill(running);
    }

    [Theory]
    [InlineData("--pending")]
    [InlineData("--archived")]
    [InlineData("--finished")]
    [InlineData("--error")]
    public void Each_choice_of_states_is_answered(string choice) => Daemon.Gnt("gnt-job", "list", choice).Expect(0);

    [Fact]
    public void Info_shows_the_whole_life_of_a_job()
    {
        var id = Submit(0.05);
        Daemon.Http.WaitForEnd(id);
        var info = Daemon.Gnt("gnt-job", "info", $"{id}").Expect(0);
        Assert.Contains($"- Job ID: {id}", info.Output, StringComparison.Ordinal);
        Assert.Contains("Status: success", info.Output, StringComparison.Ordinal);
        Assert.Contains("Processing start:", info.Output, StringComparison.Ordinal);
        Assert.Contains("- Opcode: OP_TEST_DELAY", info.Output, StringComparison.Ordinal);
        Assert.Contains("duration: 0.05", info.Output, StringComparison.Ordinal);
        Assert.Contains("Job ID 999999 not found", Daemon.Gnt("gnt-job", "info", "999999").All, StringComparison.Ordinal);
    }

    [Fact]
    public void Watch_and_wait_follow_a_job_to_its_end()
    {
        var id = Submit(1);
        Assert.Contains($"Output from job {id} follows", Daemon.Gnt("gnt-job", "watch", $"{id}").Expect(0).All, StringComparison.Ordinal);
        Assert.Equal("success", Daemon.Http.Status(id));
        var other = Submit(0.5);
        Daemon.Gnt("gnt-job", "wait", $"{other}").Expect(0);
        Assert.Equal("success", Daemon.Http.Status(other));
    }

    [Fact]
    public void Watch_of_a_failed_job_fails_and_says_why()
    {
        var id = Submit(0);
        var watch = Daemon.Gnt("gnt-job", "watch", $"{id}").Expect(1);
        Assert.Contains("Duration must be greater than zero", watch.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancel_of_a_queued_job_dequeues_it()
    {
        var (running, queued) = SubmitChain();
        var cancel = Daemon.Gnt("gnt-job", "cancel", $"{queued}").Expect(0);
        Assert.Contains($"Dequeued job {queued}", cancel.All, StringComparison.Ordinal);
        Assert.Equal("canceled", Daemon.Http.Status(queued));
        Kill(running);
    }

    [Fact]
    public void Cancel_of_a_finished_job_is_refused()
    {
        var id = Submit(0.01);
        Daemon.Http.WaitForEnd(id);
        var cancel = Daemon.Gnt("gnt-job", "cancel", $"{id}").Expect(1);
        Assert.Contains($"Job {id} not found in queue", cancel.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Kill_ends_a_running_job_as_error()
    {
        var id = Submit(300);
        Daemon.Http.WaitFor(id, "running");
        Daemon.Gnt("gnt-job", "cancel", "--kill", "--yes-do-it", "--force", $"{id}").Expect(0);
        Assert.Equal("error", Daemon.Http.WaitForEnd(id));
    }

    [Fact]
    public void Change_priority_moves_a_queued_job()
    {
        var (running, queued) = SubmitChain();
        var change = Daemon.Gnt("gnt-job", "change-priority", "--priority=high", $"{queued}").Expect(0);
        Assert.Contains($"Priorities of pending opcodes for job {queued} have been changed to -10", change.All, StringComparison.Ordinal);
        Assert.Equal([$"{queued}", "-10"], Daemon.Gnt("gnt-job", "list", "--no-headers", "-o", "id,priority", $"{queued}").Row($"{queued}"));
        Daemon.Gnt("gnt-job", "cancel", $"{queued}").Expect(0);
        Kill(running);
    }

    [Fact]
    public void Archive_works_once_and_the_job_stays_readable()
    {
        var id = Submit(0.01);
        Daemon.Http.WaitForEnd(id);
        Daemon.Gnt("gnt-job", "archive", $"{id}").Expect(0);
        Assert.Contains($"Failed to archive job with ID '{id}'", Daemon.Gnt("gnt-job", "archive", $"{id}").Expect(1).All, StringComparison.Ordinal);
        Assert.Equal([$"{id}", "success", "TEST_DELAY(1.0e-2)"], Daemon.Gnt("gnt-job", "list", $"{id}").Row($"{id}"));
        Assert.Equal([$"{id}", "success", "TEST_DELAY(1.0e-2)", "Y"], Daemon.Gnt("gnt-job", "list", "--archived", $"{id}").Row($"{id}"));
    }

    [Fact]
    public void Autoarchive_says_what_it_did()
    {
        var id = Submit(0.01);
        Daemon.Http.WaitForEnd(id);
        Assert.Contains("Archived 0 jobs, 0 unchecked left", Daemon.Gnt("gnt-job", "autoarchive", "1d").Expect(0).Output, StringComparison.Ordinal);
        // "all" is sent as age -1 and follows 2.6: every finished job.
        Assert.Matches(@"Archived [1-9]\d* jobs, 0 unchecked left", Daemon.Gnt("gnt-job", "autoarchive", "all").Expect(0).Output);
        Assert.DoesNotContain($"{id} ", Daemon.Gnt("gnt-job", "list", "--no-headers", "-o", "id,status").Expect(0).Output, StringComparison.Ordinal);
    }

    private long Submit(double seconds, string more = "") => Daemon.Http.SubmitDelay(seconds, more);

    private (long Running, long Queued) SubmitChain()
    {
        var running = Submit(300);
        Daemon.Http.WaitFor(running, "running");
        return (running, Submit(1, $",\"depends\":[[{running},[\"success\"]]]"));
    }

    private void Kill(long id)
    {
        Daemon.Http.Post($"/v1/jobs/{id}/cancel", """{"kill":true}""");
        Daemon.Http.WaitForEnd(id);
    }
}
