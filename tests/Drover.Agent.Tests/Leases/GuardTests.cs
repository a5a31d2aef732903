using System.Diagnostics;
using System.Globalization;
using Drover.Agent.Identity;
using Drover.Agent.Leases;
using Drover.Agent.Native;
using Drover.Agent.Trees;
using Drover.Nodes.Services;

namespace Drover.Agent.Tests.Leases;

/// <summary>The guard as it runs, beside real agents and real processes: nothing of a group outlives its lease.</summary>
public sealed class GuardTests : IAsyncDisposable
{
    private const int Stop = 19;
    private const int KillSignal = 9;

    /// <summary>Shells that note their number: one that leads, one that left its session, one that is in it with an empty environment, and one that did both.</summary>
    private const string Daemonisers = "note() { echo $1 >>$0; }; note $$; (setsid sh -c 'echo $$ >>$0; sleep 1000; :' $0 &); env -i /bin/sh -c 'echo $$ >>$0; sleep 1000; :' $0 & wait";
    private const string Escaper = "; (env -i setsid /bin/sh -c 'echo $$ >>$0; sleep 1000; :' $0 &)";

    private static readonly string s_program = AppContext.BaseDirectory.Replace("Drover.Agent.Tests", "drover-guard", StringComparison.Ordinal) + GuardProcess.FileName;

    private readonly string _directory = Directory.CreateTempSubdirectory("drover-guard-").FullName;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(1));
    private readonly GuardProcess _guard;

    public GuardTests()
    {
        Directory.CreateDirectory(RunDirectory);
        _guard = new GuardProcess(RunDirectory, s_program, TimeProvider.System);
    }

    private string RunDirectory => Path.Combine(_directory, "run");

    private string Numbers => Path.Combine(_directory, "numbers");

    [Theory]
    [InlineData(Stop, true)]
    [InlineData(Stop, false)]
    [InlineData(KillSignal, true)]
    [InlineData(KillSignal, false)]
    public async Task Nothing_outlives_a_lease_whatever_becomes_of_the_agent(int signal, bool inCgroup)
    {
        Assert.SkipWhen(inCgroup && Cgroups.Probe(null, out _) is null, "no cgroups of version 2 can be made here");
        Grant("group", TimeSpan.FromSeconds(30));
        Assert.Null(await _guard.WatchAsync(_limit.Token));
        using var daemon = await StartDaemonAsync(inCgroup, inCgroup ? Daemonisers.Replace("; env -i", Escaper + "; env -i", StringComparison.Ordinal) : Daemonisers, inCgroup ? 4 : 3);
        var pids = PidsOf();
        Assert.Equal(0, Libc.Kill(daemon.Id, signal));
        var ends = Grant("group", TimeSpan.FromSeconds(1.5));
        Assert.All(pids, pid => Assert.True(AgentHarness.IsAlive(pid)));
        await Task.WhenAll(pids.Select(GoneAsync));
        Assert.True(BootClock.Now >= ends, "killed too soon");
        TestContext.Current.SendDiagnosticMessage($"gone {(BootClock.Now - ends).TotalMilliseconds:0} ms after the end");
        Libc.Kill(daemon.Id, KillSignal);
        // No agent is there that could start something, so it is done.
        await _guard.Ended.WaitAsync(_limit.Token);
    }

    [Fact]
    public async Task The_rest_of_a_session_is_found_when_its_leader_died_while_the_agent_was_stopped()
    {
        Grant("group", TimeSpan.FromSeconds(30));
        Assert.Null(await _guard.WatchAsync(_limit.Token));
        using var daemon = await StartDaemonAsync(inCgroup: false, "echo $$ >>$0; env -i /bin/sh -c 'echo $$ >>$0; sleep 1000; :' $0 & wait", 2);
        var pids = PidsOf();
        Libc.Kill(daemon.Id, Stop);
        Libc.Kill(pids[0], KillSignal);
        Grant("group", TimeSpan.Zero);
        await Task.WhenAll(pids.Select(GoneAsync));
        daemon.Kill();
    }

    [Fact]
    public async Task What_is_started_behind_the_end_is_ended_too_until_there_is_another_lease()
    {
        await using var harness = await AgentHarness.StartAsync(_directory);
        Grant("group", TimeSpan.Zero);
        Assert.Null(await _guard.WatchAsync(_limit.Token));
        for (var i = 0; i < 2; i++)
        {
            var late = harness.Start("sleep 1000");
            Assert.Equal(ExitStatus.Killed(9), await harness.ExitAsync(late));
        }
        Grant("group", TimeSpan.FromMinutes(1));
        var good = harness.Start("sleep 1000");
        // Of another group it ends one meanwhile, and so has looked.
        LeaseFile.Write(RunDirectory, [Lease("group", TimeSpan.FromMinutes(1)), Lease("other", TimeSpan.Zero)]);
        var other = harness.Agent.Start(harness.Spec("sleep 1000") with { Key = new ProcessKey("node", "other", "o") });
        Assert.Equal(ExitStatus.Killed(9), await harness.ExitAsync(other));
        Assert.True(AgentHarness.IsAlive(good.Pid));
        LeaseFile.Write(RunDirectory, []);
        await _guard.Ended.WaitAsync(_limit.Token);
        Assert.True(AgentHarness.IsAlive(good.Pid));
    }

    [Fact]
    public async Task One_whose_record_was_removed_is_found_by_its_mark()
    {
        await using var harness = await AgentHarness.StartAsync(_directory);
        var process = harness.Start("sleep 1000");
        File.Delete(harness.RecordPath(process.Invocation));
        Grant("group", TimeSpan.Zero);
        Assert.Null(await _guard.WatchAsync(_limit.Token));
        Assert.Equal(ExitStatus.Killed(9), await harness.ExitAsync(process));
    }

    [Fact]
    public async Task There_is_one_for_a_run_directory_and_another_one_when_it_was_killed()
    {
        Grant("group", TimeSpan.FromMinutes(5));
        Assert.Null(await _guard.WatchAsync(_limit.Token));
        using var second = new GuardProcess(RunDirectory, s_program, TimeProvider.System);
        Assert.Null(await second.WatchAsync(_limit.Token));
        var pid = HeldLock.HolderOf(Path.Combine(RunDirectory, GuardPlace.LockName));
        // A session of its own: what is told to that of its agent is not told to it.
        Assert.Equal(pid, ProcessStat.Read(pid)!.Value.Session);
        Assert.False(second.Ended.IsCompleted);
        Libc.Kill(pid, KillSignal);
        await Task.WhenAll(_guard.Ended, second.Ended).WaitAsync(_limit.Token);
        Assert.Null(await _guard.WatchAsync(_limit.Token));
        var next = HeldLock.HolderOf(Path.Combine(RunDirectory, GuardPlace.LockName));
        Assert.NotEqual(pid, next);
        Assert.True(next > 0);
    }

    [Fact]
    public async Task Where_it_cannot_be_had_it_is_said_why()
    {
        using var missing = new GuardProcess(RunDirectory, Path.Combine(_directory, "nothing"), TimeProvider.System);
        Assert.Equal(missing.Problem, await missing.WatchAsync(_limit.Token));
        Assert.Contains("is missing or may not be run", missing.Problem, StringComparison.Ordinal);
        using var other = new GuardProcess(RunDirectory, "/bin/echo", TimeProvider.System);
        Assert.Equal($"\"/bin/echo\" does not watch: {RunDirectory}", await other.WatchAsync(_limit.Token));
        using var nowhere = new GuardProcess(Path.Combine(_directory, "none"), s_program, TimeProvider.System);
        Assert.Contains("Check the run directory", await nowhere.WatchAsync(_limit.Token), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(RunDirectory))
            LeaseFile.Write(RunDirectory, []);
        if (HeldLock.HolderOf(Path.Combine(RunDirectory, GuardPlace.LockName)) is > 0 and var pid)
            await AgentHarness.GoneAsync(pid);
        if (File.Exists(Numbers))
            PidsOf().ForEach(pid => Libc.Kill(pid, KillSignal));
        _guard.Dispose();
        _limit.Dispose();
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    private static HeldLease Lease(string group, TimeSpan time) => new(group, 1, BootClock.Now + time, time);

    private TimeSpan Grant(string group, TimeSpan time)
    {
        var lease = Lease(group, time);
        LeaseFile.Write(RunDirectory, [lease]);
        return lease.Ends;
    }

    private List<int> PidsOf() => [.. File.ReadAllLines(Numbers).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    /// <summary>Of one whose agent is stopped a zombie stays, which is as good as gone.</summary>
    private static Task GoneAsync(int pid) => Drover.Tests.Shared.Soon.HoldsAsync(() => !AgentHarness.IsAlive(pid));

    private async Task<Process> StartDaemonAsync(bool inCgroup, string line, int processes)
    {
        var start = new ProcessStartInfo(AdoptionTests.DaemonPath(), [_directory, "1", "false", "sh", "-c", line, Numbers]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["DROVER_TEST_CGROUPS"] = inCgroup ? "yes" : "no";
        var daemon = Drover.Tests.Shared.TimedProcess.Start(start);
        Assert.Equal("ready 1", await daemon.StandardOutput.ReadLineAsync(_limit.Token));
        await Drover.Tests.Shared.Soon.HoldsAsync(() => File.Exists(Numbers) && PidsOf().Count == processes);
        return daemon;
    }
}
