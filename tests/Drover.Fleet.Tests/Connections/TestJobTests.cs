using Drover.Fleet.Tests.Hosts;
using Drover.Nodes.TestJobs;

namespace Drover.Fleet.Tests.Connections;

/// <summary>Test jobs on a node behind a connection that breaks.</summary>
public sealed class TestJobTests
{
    private static readonly StepKey s_step = new(7, 1);

    [Fact]
    public async Task What_is_asked_and_answered_comes_over_as_it_is()
    {
        var jobs = new PlayedTestJobs();
        await using var master = await MasterHost.StartAsync();
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory, testJobs: jobs);
        await master.SessionAsync("n2");
        var remote = master.Node("n2").TestJobs;
        var found = await remote.OpenAsync(3, MasterHost.Token);
        Assert.Equal(("boot", TimeSpan.FromSeconds(5), "tester"), (found.Boot, found.SinceBoot, found.User));
        Assert.Equal([7L], found.Jobs);
        Assert.Equal([s_step], found.Steps);
        Assert.Equal("no room", await remote.PrepareAsync(3, 7, MasterHost.Token));
        var spec = new StepSpec("0_s", ["a", "b"], [KeyValuePair.Create("A", "1")], ["*.xml"], new StepLimits(1, 2, 3));
        Assert.Null(await remote.StartAsync(3, s_step, spec, MasterHost.Token));
        Assert.Equal(new StepState(true, new StepEnd(null, 9, true)), await remote.LookAsync(s_step, TimeSpan.FromSeconds(1), MasterHost.Token));
        Assert.Equal("1 (sh, D)", await remote.EndTreeAsync(3, s_step, TimeSpan.FromSeconds(2), MasterHost.Token));
        await remote.ForgetAsync(3, s_step, MasterHost.Token);
        Assert.True(await remote.CloseAsync(3, 7, MasterHost.Token));
        Assert.Equal([4L], await remote.CleanAsync(3, TimeSpan.FromDays(1), [7, 8], MasterHost.Token));
        Assert.Equal(
            ["3 open", "3 prepare 7", "3 start 7/1 0_s a;b A=1 *.xml 1 2 3", "look 7/1 00:00:01", "3 end 7/1 00:00:02", "3 forget 7/1", "3 close 7", "3 clean 1.00:00:00 7,8"], jobs.Calls);
    }

    [Fact]
    public async Task Behind_a_connection_that_was_lost_nothing_is_asked_before_it_is_opened_again()
    {
        var jobs = new PlayedTestJobs();
        await using var master = await MasterHost.StartAsync();
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory, testJobs: jobs);
        var session = await master.SessionAsync("n2");
        var remote = master.Node("n2").TestJobs;
        await remote.OpenAsync(1, MasterHost.Token);
        var lost = remote.Lost;
        session.End("cut by the test");
        await lost.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token);
        await master.SessionAsync("n2", session);
        Assert.Equal("NODE_AWAY", (await Assert.ThrowsAnyAsync<DroverException>(() => remote.CloseAsync(1, 7, MasterHost.Token))).Code);
        await remote.OpenAsync(1, MasterHost.Token);
        Assert.True(await remote.CloseAsync(1, 7, MasterHost.Token));
        Assert.False(remote.Lost.IsCompleted);
    }

    [Fact]
    public async Task An_agent_that_takes_no_test_jobs_is_waited_for_until_it_does()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        Task<TestJobsFound> opening;
        await using (var agent = new AgentHost(identity, master.Directory))
        {
            await master.SessionAsync("n2");
            opening = master.Node("n2").TestJobs.OpenAsync(1, MasterHost.Token);
            Assert.False(opening.IsCompleted);
        }
        await using var able = new AgentHost(identity, master.Directory, testJobs: new PlayedTestJobs());
        Assert.Equal("boot", (await opening.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token)).Boot);
    }

    private sealed class PlayedTestJobs : INodeTestJobs
    {
        public List<string> Calls { get; } = [];

        public Task Lost { get; } = new TaskCompletionSource().Task;

        public Task<TestJobsFound> OpenAsync(long term, CancellationToken cancellationToken) => Said($"{term} open", new TestJobsFound("boot", TimeSpan.FromSeconds(5), "tester", [7], [s_step]));

        public Task<string?> PrepareAsync(long term, long job, CancellationToken cancellationToken) => Said<string?>($"{term} prepare {job}", "no room");

        public Task<string?> StartAsync(long term, StepKey key, StepSpec spec, CancellationToken cancellationToken) => Said<string?>(
            $"{term} start {key.Job}/{key.Index} {spec.Name} {string.Join(';', spec.Steps)} {string.Join(',', spec.Variables.Select(v => $"{v.Key}={v.Value}"))} {string.Join(',', spec.Junit)} {spec.Limits.Processes} {spec.Limits.Memory} {spec.Limits.FileSize}", null);

        public Task<StepState> LookAsync(StepKey key, TimeSpan patience, CancellationToken cancellationToken) => Said($"look {key.Job}/{key.Index} {patience}", new StepState(true, new StepEnd(null, 9, true)));

        public Task<string?> EndTreeAsync(long term, StepKey key, TimeSpan grace, CancellationToken cancellationToken) => Said<string?>($"{term} end {key.Job}/{key.Index} {grace}", "1 (sh, D)");

        public Task ForgetAsync(long term, StepKey key, CancellationToken cancellationToken) => Said($"{term} forget {key.Job}/{key.Index}", true);

        public Task<bool> CloseAsync(long term, long job, CancellationToken cancellationToken) => Said($"{term} close {job}", true);

        public Task<IReadOnlyList<long>> CleanAsync(long term, TimeSpan unused, IReadOnlyCollection<long> keep, CancellationToken cancellationToken) =>
            Said<IReadOnlyList<long>>($"{term} clean {unused} {string.Join(',', keep)}", [4]);

        private Task<T> Said<T>(string call, T answer)
        {
            lock (Calls)
                Calls.Add(call);
            return Task.FromResult(answer);
        }
    }
}
