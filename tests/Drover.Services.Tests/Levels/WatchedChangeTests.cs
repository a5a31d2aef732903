using Drover.Kernel.Jobs;
using Drover.Nodes;
using Drover.Nodes.Presence;
using Drover.Nodes.Services;
using Drover.Services.Tests.Nodes;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.Levels;

/// <summary>A level that is watched: a group that does not hold it goes back to the one that it had.</summary>
public sealed class WatchedChangeTests
{
    private const string One = """{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"2","watch":60}""";
    private const string Both = """{"OP_ID":"OP_SERVICE_NODES_SET_LEVEL","group":"g","level":"2","nodes":["n1","n2"],"at_once":1,"pause_on_failure":true,"watch":60}""";

    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_level_that_is_held_for_the_time_is_reached()
    {
        await using var host = await StartAsync();
        var job = await ReachAsync(host);
        await _clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(60), Token);
        _clock.Advance(TimeSpan.FromSeconds(20));
        // Something changes that is no death.
        host.Own.Show([Row("n1", "2")], []);
        await _clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(40), Token);
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal((JobStatus.Success, "\"DONE\""), (await host.EndAsync(job)) is var (status, result, _) ? (status, result) : default);
        Assert.False(host.Own.Orders.TryRead(out _));
    }

    [Theory]
    [InlineData("DONE", 1, null, "died: g/t (exit 3)")]
    [InlineData("DEGRADED", 0, "t did not say that it is ready", "t did not say that it is ready")]
    [InlineData("FAILED", 0, "no disk", "no disk")]
    public async Task A_group_that_does_not_hold_it_is_told_the_level_of_before(string word, int restarts, string? reason, string told)
    {
        await using var host = await StartAsync();
        var job = await ReachAsync(host);
        await _clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(60), Token);
        host.Own.Show([Row("n1", "2", word, restarts, reason)], [Process("n1", restarts)]);
        Assert.Equal($"1 ({job},0,2) tell g 1", await host.Own.Orders.ReadAsync(Token));
        End(host.Own, job, 2, LevelEndKind.Reached);
        var (status, result, log) = await host.EndAsync(job);
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains($"group 'g' did not hold level '2' ({told}), and is back at level '1'\",\"went_back\"", result, StringComparison.Ordinal);
        Assert.Contains(log, line => line.Contains("it goes back to level '1'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_level_that_is_not_reached_is_left_again_and_a_group_that_had_none_is_stopped()
    {
        await using var host = await StartAsync(level: null);
        var job = await host.SubmitAsync(One);
        await host.Own.Orders.ReadAsync(Token);
        End(host.Own, job, 0, LevelEndKind.Failed, "t ended with 3");
        Assert.Equal($"1 ({job},0,2) tell g off", await host.Own.Orders.ReadAsync(Token));
        End(host.Own, job, 2, LevelEndKind.Failed, "t does not stop");
        Assert.Contains("and could not be brought back: group 'g' is FAILED at level 'off': t does not stop", (await host.EndAsync(job)).Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_was_at_the_level_already_is_left_there()
    {
        await using var host = await StartAsync(level: "2");
        var job = await ReachAsync(host);
        host.Own.Show([Row("n1", "2", restarts: 1)], []);
        Assert.Contains("(a process of it has died); it had this level before, and is left as it is", (await host.EndAsync(job)).Result, StringComparison.Ordinal);
        Assert.False(host.Own.Orders.TryRead(out _));
    }

    [Fact]
    public async Task One_that_somebody_tells_another_level_meanwhile_is_left_to_him()
    {
        await using var host = await StartAsync();
        var job = await ReachAsync(host);
        host.Own.Show([Row("n1", "3")], []);
        Assert.Contains("the group was told level '3' meanwhile", (await host.EndAsync(job)).Result, StringComparison.Ordinal);
        Assert.False(host.Own.Orders.TryRead(out _));
    }

    [Fact]
    public async Task Of_several_nodes_each_is_watched_before_the_next_is_told_and_the_rest_is_left_once_one_went_back()
    {
        await using var host = await StartAsync();
        var job = await host.SubmitAsync(Both);
        Assert.Equal($"1 ({job},0,0) tell g 2", await host.Own.Orders.ReadAsync(Token));
        Reach(host, job);
        await _clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(60), Token);
        host.Own.Show([Row("n1", "2", restarts: 1)], [Process("n1", 1)]);
        Assert.Equal($"1 ({job},0,4) tell g 1", await host.Own.Orders.ReadAsync(Token));
        End(host.Own, job, 4, LevelEndKind.Reached);
        Assert.Contains("1 of 2 nodes failed, and 1 were left as they are: n1: group 'g' did not hold level '2'", (await host.EndAsync(job)).Result, StringComparison.Ordinal);
        Assert.False(host.Other.Orders.TryRead(out _));
    }

    [Fact]
    public async Task A_rehearsal_says_the_order_and_what_each_node_would_do_and_tells_nobody()
    {
        await using var host = await StartAsync();
        var (status, _, log) = await host.EndAsync(await host.SubmitAsync(Both.Replace("\"watch\"", "\"dry_run\":true,\"watch\"", StringComparison.Ordinal)));
        Assert.Equal(JobStatus.Success, status);
        Assert.Equal(["\"1 of 2: n1\"", "\"n1: g to 2\"", "\"2 of 2: n2\"", "\"n2: g to 2\""], log);
        Assert.False(host.Own.Orders.TryRead(out _));
    }

    private async Task<ServicesHost> StartAsync(string? level = "1")
    {
        var host = await ServicesHost.StartAsync(clock: _clock);
        foreach (var node in new[] { host.Own, host.Other })
            node.Show([Row(node.Name, level)], []);
        return host;
    }

    /// <summary>A job whose group has reached its level.</summary>
    private static async Task<long> ReachAsync(ServicesHost host)
    {
        var job = await host.SubmitAsync(One);
        Assert.Equal($"1 ({job},0,0) tell g 2", await host.Own.Orders.ReadAsync(Token));
        Reach(host, job);
        // It has looked once: what comes now is compared with that.
        await Soon.HoldsAsync(() => host.Kernel.WaitsFor(job)?.Contains("to hold level '2' for 60 s", StringComparison.Ordinal) == true);
        return job;
    }

    private static void Reach(ServicesHost host, long job)
    {
        host.Own.Show([Row("n1", "2")], [Process("n1", 0)]);
        End(host.Own, job, 0, LevelEndKind.Reached);
    }

    private static void End(FakeNode node, long job, int step, LevelEndKind kind, string? detail = null) =>
        node.Reports.Add(number => new LevelEnded(number, new CommandKey(job, 0, step), new LevelEnd(kind, kind == LevelEndKind.Reached ? "DONE" : "FAILED", detail)));

    private static GroupRow Row(string node, string? level, string word = "DONE", int restarts = 0, string? reason = null) => new(node, "g", level, level, "DONE", word, reason, 0, 1, 1, restarts, []);

    private static ProcessRow Process(string node, int restarts) => new(node, "g", "t", "respawn", "UP", 7, "2", restarts, restarts > 0 ? "exit 3" : null, null, 0, null, "/bin/t", "/log", null);
}
