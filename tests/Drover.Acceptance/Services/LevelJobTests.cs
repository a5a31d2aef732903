namespace Drover.Acceptance.Services;

/// <summary>A change of level is a job like any other: it can be replaced, cancelled, tried dry, explained.</summary>
public sealed class LevelJobTests : IDisposable
{
    private readonly ServiceNode _node = new(
    [
        "slow:w1:1:wait:NAP 1000",
        "slow:w2:1:once:echo two >>OUT",
        "slow:w3:2:once:echo three >>OUT",
        "slow:w4:12:respawn:NAP 1001",
        "fast:f1:1:once:echo fast >>OUT",
    ]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_newer_change_of_level_replaces_older_ones_of_its_group_at_once()
    {
        var jobs = Enumerable.Range(0, 4).Select(_ => _node.Submit("slow", "1")).ToList();
        _node.WaitForStatus("slow", "1 STARTING");
        var last = _node.Submit("slow", "2");
        Assert.Equal("success", _node.Daemon.Http.WaitForEnd(last));
        _node.WaitForStatus("slow", "2 DONE");
        foreach (var job in jobs)
            Assert.Equal("canceled", _node.Daemon.Http.WaitForEnd(job));
        Assert.Contains($"superseded by job {last}", _node.Daemon.Http.Job(jobs[^1]).ToJsonString(), StringComparison.Ordinal);
        _node.WaitForOut("three\n");
    }

    [Fact]
    public void Of_many_tells_in_a_row_the_last_one_holds()
    {
        for (var i = 1; i <= 40; i++)
            Assert.Equal("1", _node.Tell("slow", i % 2 == 0 ? "2" : $"other{i}")["ok"]);
        _node.WaitForStatus("slow", "2 DONE");
        Assert.Equal("success", _node.Daemon.Http.WaitForEnd(40));
        Assert.Single(_node.Naps());
    }

    [Theory]
    [InlineData("", "canceled")]
    [InlineData("""{"kill":true}""", "error")]
    public void A_cancel_leaves_the_processes_and_the_group_is_FAILED_with_the_reason(string how, string end)
    {
        var job = _node.Submit("slow", "1");
        _node.Until(() => _node.Naps().Count == 1, () => "no nap");
        Assert.Equal(200, _node.Daemon.Http.Post($"/v1/jobs/{job}/cancel", how).Status);
        Assert.Equal(end, _node.Daemon.Http.WaitForEnd(job));
        _node.WaitForStatus("slow", "1 FAILED");
        Assert.NotNull(_node.Row("service-group", "slow", "reason")["reason"]);
        Assert.Single(_node.Naps());
        _node.Bring("slow", "2");
        Assert.Equal("DONE", _node.GroupState("slow"));
    }

    [Fact]
    public void A_dry_run_logs_the_plan_in_order_and_does_nothing()
    {
        _node.Bring("slow", "2");
        var (pid, text) = (_node.Pid("slow/w4"), _node.Out);
        var job = _node.Submit("slow", "1", dryRun: true);
        Assert.Equal("success", _node.Daemon.Http.WaitForEnd(job));
        var log = _node.Daemon.Http.Get($"/v1/jobs/{job}/logs").Body;
        var places = new[] { "w3", "w1", "w2", "w4" }.Select(tag => log.IndexOf(tag, StringComparison.Ordinal)).ToList();
        Assert.True(places[0] >= 0 && places.Order().SequenceEqual(places), log);
        Assert.Equal(pid, _node.Pid("slow/w4"));
        Assert.Equal("2 DONE", _node.Status("slow"));
        Assert.Equal(text, _node.Out);
    }

    [Fact]
    public void A_job_says_what_it_waits_for_and_groups_do_not_wait_for_each_other()
    {
        var job = _node.Submit("slow", "1");
        _node.WaitForStatus("slow", "1 STARTING");
        _node.Bring("fast", "1");
        Assert.Contains("to reach level", _node.Daemon.Drover("why", $"{job}").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("running", _node.Daemon.Http.Status(job));
    }

    [Fact]
    public void An_unknown_group_is_an_error_of_the_job()
    {
        var job = _node.Submit("nobody", "1");
        Assert.Equal("error", _node.Daemon.Http.WaitForEnd(job));
        Assert.Contains("Service group 'nobody' not found", _node.Daemon.Http.Job(job)["opresult"]![0]![1]![0]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_drained_queue_lets_changes_of_level_pass()
    {
        using (var luxi = _node.Daemon.Luxi())
            luxi.Call("SetDrainFlag", true);
        _node.Bring("fast", "1");
        _node.WaitForOut("fast\n");
    }
}
