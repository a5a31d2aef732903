using System.Diagnostics;
using Drover.Agent.Identity;

namespace Drover.Agent.Tests;

public sealed class AdoptionTests
{
    [Fact]
    public async Task A_new_agent_adopts_what_runs_and_hears_of_its_end()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Agent.Start(harness.Spec("sleep 1000") with { Note = RawJson.String("kept") });
        await harness.RestartAsync();

        var adopted = Assert.Single(harness.Adopted);
        Assert.Equal(AdoptionOutcome.Running, adopted.Outcome);
        Assert.Equal(process with { Adopted = true }, adopted.Process);
        Assert.Equal(RawJson.String("kept"), adopted.Process!.Note);
        Assert.True(harness.Agent.Signal(process.Invocation, 15));
        Assert.Equal(ExitStatus.Unknown, await harness.ExitAsync(process));
    }

    [Fact]
    public async Task The_status_keeper_tells_how_it_ended_across_a_restart()
    {
        await using var harness = await AgentHarness.StartAsync();
        var go = Path.Combine(harness.Directory, "go");
        var spec = harness.Shell($"until [ -e {go} ]; do sleep 0.02; done; exit 7") with { KeepStatus = true };
        var seen = harness.Agent.Start(spec);
        var unseen = harness.Agent.Start(spec);
        await harness.RestartAsync();
        Assert.All(harness.Adopted, a => Assert.Equal(AdoptionOutcome.Running, a.Outcome));
        await File.WriteAllTextAsync(go, "");
        Assert.Equal(ExitStatus.Exited(7), await harness.ExitAsync(seen));

        await harness.ExitAsync(unseen);
        await harness.RestartAsync();
        Assert.All(harness.Adopted, a => Assert.Equal((AdoptionOutcome.Exited, ExitStatus.Exited(7)), (a.Outcome, a.Status)));
    }

    [Fact]
    public async Task The_status_keeper_outlives_the_signals_of_a_stop()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Agent.Start(harness.Shell("trap 'exit 5' TERM; echo up; while :; do sleep 0.02; done") with { KeepStatus = true });
        await harness.SaysAsync(process, "up");
        await harness.RestartAsync();
        harness.Agent.Signal(process.Invocation, 15);
        Assert.Equal(ExitStatus.Exited(5), await harness.ExitAsync(process));
    }

    [Fact]
    public async Task An_end_in_the_gap_is_noticed_with_or_without_status()
    {
        await using var harness = await AgentHarness.StartAsync();
        var go = Path.Combine(harness.Directory, "go");
        var kept = harness.Agent.Start(harness.Shell($"until [ -e {go} ]; do sleep 0.02; done; exit 7") with { KeepStatus = true });
        var plain = harness.StartShell($"until [ -e {go} ]; do sleep 0.02; done; exit 7");
        harness.Agent.Dispose();
        await File.WriteAllTextAsync(go, "");
        // Nobody reaps them: they stay zombies, which count as dead.
        await AgentHarness.GoneAsync(kept.Pid);
        await AgentHarness.GoneAsync(plain.Pid);
        await harness.RestartAsync();

        AdoptedProcess Of(ProcessView process) => Assert.Single(harness.Adopted, a => a.Process!.Invocation == process.Invocation);
        Assert.Equal((AdoptionOutcome.Exited, ExitStatus.Exited(7)), (Of(kept).Outcome, Of(kept).Status));
        Assert.Equal((AdoptionOutcome.Exited, ExitStatus.Unknown), (Of(plain).Outcome, Of(plain).Status));
    }

    [Fact]
    public async Task Start_and_end_are_told_by_the_clock_of_the_boot()
    {
        await using var harness = await AgentHarness.StartAsync();
        var before = BootClock.Now;
        var ended = harness.Start("true");
        await harness.ExitAsync(ended);
        var lives = harness.Start("sleep 1000");
        var after = BootClock.Now;
        harness.Agent.Note(lives.Invocation, RawJson.String("noted later"));
        await harness.RestartAsync();

        var (first, second) = (harness.Adopted.Single(a => a.Process!.Invocation == ended.Invocation), harness.Adopted.Single(a => a.Process!.Invocation == lives.Invocation));
        // Starts are known to the hundredth of a second.
        Assert.InRange(first.StartedAfterBoot!.Value, before - TimeSpan.FromMilliseconds(20), first.EndedAfterBoot!.Value + TimeSpan.FromMilliseconds(20));
        Assert.InRange(first.EndedAfterBoot.Value, before - TimeSpan.FromMilliseconds(1), after);
        Assert.InRange(second.StartedAfterBoot!.Value, before - TimeSpan.FromMilliseconds(20), after);
        Assert.Equal((null, RawJson.String("noted later")), (second.EndedAfterBoot, second.Process!.Note));
    }

    [Fact]
    public async Task An_end_that_was_reported_but_not_forgotten_is_told_again()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.StartShell(": ;exit 4");
        await harness.ExitAsync(process);
        await harness.RestartAsync();
        Assert.Equal((AdoptionOutcome.Exited, ExitStatus.Exited(4)), (harness.Adopted[0].Outcome, harness.Adopted[0].Status));
        harness.Agent.Forget(process.Invocation);
        await harness.RestartAsync();
        Assert.Empty(harness.Adopted);
    }

    [Fact]
    public async Task A_crash_between_spawn_and_record_is_resolved_by_the_marker()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.StartShell("(setsid sleep 1000 &); sleep 1000; :");
        await harness.RestartAsync(() => harness.EditRecord(
            process.Invocation, r => r with { State = InvocationState.Starting, Pid = 0, StartTime = 0, Cgroup = null }));
        Assert.Equal((AdoptionOutcome.Running, process.Pid), (harness.Adopted[0].Outcome, harness.Adopted[0].Process!.Pid));
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        await harness.ExitAsync(process);
    }

    [Fact]
    public async Task A_crash_between_record_and_spawn_means_that_nothing_was_started()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Start("true");
        await harness.ExitAsync(process);
        await harness.RestartAsync(() => harness.EditRecord(
            process.Invocation, r => r with { State = InvocationState.Starting, Pid = 0, StartTime = 0 }));
        Assert.Equal(AdoptionOutcome.NeverStarted, Assert.Single(harness.Adopted).Outcome);
        Assert.Empty(harness.Agent.List());
        Assert.False(harness.HasRecord(process.Invocation));
    }

    [Fact]
    public async Task A_stranger_with_the_old_number_is_left_alone()
    {
        await using var harness = await AgentHarness.StartAsync();
        await using var other = await AgentHarness.StartAsync();
        var stranger = other.StartShell("sleep 1000 & wait");
        var process = harness.Start("true");
        await harness.ExitAsync(process);
        await harness.RestartAsync(() => harness.EditRecord(
            process.Invocation, r => r with { State = InvocationState.Running, Pid = stranger.Pid, Cgroup = null }));

        Assert.Equal((AdoptionOutcome.Exited, ExitStatus.Unknown), (harness.Adopted[0].Outcome, harness.Adopted[0].Status));
        Assert.False(harness.Agent.Signal(process.Invocation, 9));
        await harness.Agent.SignalTreeAsync(process.Invocation, 9, harness.Token);
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        Assert.True(AgentHarness.IsAlive(stranger.Pid));
    }

    [Fact]
    public async Task A_stranger_with_the_old_number_and_start_time_but_another_marker_is_left_alone()
    {
        await using var harness = await AgentHarness.StartAsync();
        await using var other = await AgentHarness.StartAsync();
        var stranger = other.Start("sleep 1000");
        var process = harness.Start("true");
        await harness.ExitAsync(process);
        var startTime = ProcessStat.Read(stranger.Pid)!.Value.StartTime;
        await harness.RestartAsync(() => harness.EditRecord(
            process.Invocation, r => r with { State = InvocationState.Running, Pid = stranger.Pid, StartTime = startTime, Cgroup = null }));
        Assert.Equal(AdoptionOutcome.Exited, harness.Adopted[0].Outcome);
        Assert.True(AgentHarness.IsAlive(stranger.Pid));
        // Only the record lies here; the kill at the end of the test must not trust it.
        harness.Agent.Forget(process.Invocation);
    }

    [Fact]
    public async Task Records_of_an_earlier_boot_are_dropped()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Start("true");
        await harness.ExitAsync(process);
        await harness.RestartAsync(() => harness.EditRecord(process.Invocation, r => r with { BootId = "another", State = InvocationState.Running }));
        Assert.Equal((AdoptionOutcome.Rebooted, "tag1"), (harness.Adopted[0].Outcome, harness.Adopted[0].Process!.Key.Tag));
        Assert.Empty(harness.Agent.List());
        await harness.RestartAsync();
        Assert.Empty(harness.Adopted);
    }

    [Fact]
    public async Task An_unreadable_record_is_put_aside_and_told()
    {
        await using var harness = await AgentHarness.StartAsync();
        await harness.RestartAsync(() => File.WriteAllText(harness.RecordPath("half"), """{"version":1,""" + "\n"));
        var adopted = Assert.Single(harness.Adopted);
        Assert.Equal(AdoptionOutcome.Unreadable, adopted.Outcome);
        Assert.Contains("DROVER_INVOCATION=half", adopted.Problem);
        Assert.True(File.Exists(harness.RecordPath("half") + ".bad"));
    }

    [Fact]
    public async Task A_record_of_which_the_daemon_wrote_no_whole_line_is_of_a_process_that_never_was()
    {
        await using var harness = await AgentHarness.StartAsync();
        await harness.RestartAsync(() => File.WriteAllText(harness.RecordPath("half"), """{"version":1,"""));
        Assert.Empty(harness.Adopted);
        Assert.False(harness.HasRecord("half"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"state\":\"exi")]
    [InlineData("{\"state\":\"exited\"\n")]
    public async Task A_line_that_was_cut_short_does_not_count(string cut)
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Start("sleep 1000");
        await harness.RestartAsync(() => File.AppendAllText(harness.RecordPath(process.Invocation), cut));
        Assert.Equal((AdoptionOutcome.Running, process.Pid), (Assert.Single(harness.Adopted).Outcome, harness.Adopted[0].Process!.Pid));
    }

    [Fact]
    public async Task A_record_that_somebody_removed_is_written_again_whole()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Start("sleep 1000");
        File.Delete(harness.RecordPath(process.Invocation));
        harness.Agent.Signal(process.Invocation, 15);
        await harness.ExitAsync(process);
        await harness.RestartAsync();
        Assert.Equal((AdoptionOutcome.Exited, ExitStatus.Killed(15)), (Assert.Single(harness.Adopted).Outcome, harness.Adopted[0].Status));
    }

    [Fact]
    public async Task A_second_agent_is_kept_out_of_the_run_directory()
    {
        await using var harness = await AgentHarness.StartAsync();
        using var second = TimedProcess.Start(new ProcessStartInfo(DaemonPath(), [harness.Directory, "1", "false", "sleep", "1000"]) { RedirectStandardError = true, UseShellExecute = false });
        Assert.Contains("Another daemon looks after the processes", await second.StandardError.ReadToEndAsync().WaitAsync(AgentHarness.Patience));
        await second.WaitForExitAsync();
        Assert.NotEqual(0, second.ExitCode);
    }

    [Fact]
    public async Task Nothing_is_started_before_adoption()
    {
        await using var harness = await AgentHarness.StartAsync();
        harness.Agent.Dispose();
        using (var agent = new ProcessAgent(harness.Options, TimeProvider.System))
            Assert.Throws<InvalidOperationException>(() => agent.Start(harness.Spec("true")));
        await harness.RestartAsync();
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(20, true)]
    [InlineData(500, false)]
    public async Task Processes_of_a_killed_daemon_are_adopted_none_twice_none_forgotten(int count, bool keepStatus)
    {
        var directory = Directory.CreateTempSubdirectory("drover-agent-").FullName;
        using (var daemon = TimedProcess.Start(new ProcessStartInfo(DaemonPath(), [directory, $"{count}", $"{keepStatus}", "sleep", "1000"]) { RedirectStandardOutput = true, UseShellExecute = false }))
        {
            Assert.Equal($"ready {count}", await daemon.StandardOutput.ReadLineAsync().WaitAsync(AgentHarness.Patience * 2));
            daemon.Kill();
            await daemon.WaitForExitAsync();
        }
        await using var harness = await AgentHarness.StartAsync(directory);
        Assert.Equal(count, harness.Adopted.Count);
        Assert.All(harness.Adopted, a => Assert.Equal(AdoptionOutcome.Running, a.Outcome));
        Assert.Equal(count, harness.Adopted.Select(a => a.Process!.Key.Tag).Distinct().Count());
        Assert.Equal(count, harness.Adopted.Select(a => a.Process!.Pid).Distinct().Count());
        Assert.All(harness.Adopted, a => Assert.True(AgentHarness.IsAlive(a.Process!.Pid)));

        harness.Agent.Signal(harness.Adopted[0].Process!.Invocation, 15);
        Assert.Equal(keepStatus ? ExitStatus.Killed(15) : ExitStatus.Unknown, await harness.ExitAsync(harness.Adopted[0].Process!));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_daemon_killed_amid_its_starts_leaves_only_what_the_records_tell(int seed)
    {
        var directory = Directory.CreateTempSubdirectory("drover-agent-").FullName;
        var records = Path.Combine(directory, "run", "processes");
        Directory.CreateDirectory(records);
        using (var watcher = new FileSystemWatcher(records))
        {
            var left = 40 * seed;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            watcher.Changed += (_, _) => { if (Interlocked.Decrement(ref left) == 0) enough.TrySetResult(); };
            watcher.EnableRaisingEvents = true;
            using var daemon = TimedProcess.Start(new ProcessStartInfo(DaemonPath(), [directory, "5000", "false", "sleep", "1000"]) { RedirectStandardOutput = true, UseShellExecute = false });
            await enough.Task.WaitAsync(AgentHarness.Patience);
            daemon.Kill();
            await daemon.WaitForExitAsync();
        }
        var recorded = Directory.GetFiles(records, "*.process").Where(path => File.ReadAllText(path).Contains('\n', StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        await using var harness = await AgentHarness.StartAsync(directory);
        Assert.All(harness.Adopted, a => Assert.Contains(a.Outcome, new[] { AdoptionOutcome.Running, AdoptionOutcome.NeverStarted }));
        Assert.Equal(recorded.Count, harness.Adopted.Count);
        // Whatever carries a marker of this run is adopted, and each invocation is one process.
        var scan = Trees.ProcessScan.Take(0);
        foreach (var adopted in harness.Adopted)
        {
            var expected = adopted.Outcome == AdoptionOutcome.Running ? new[] { adopted.Process!.Pid } : [];
            Assert.Equal(expected, scan.WithMarker(adopted.Process!.Invocation).Select(p => p.Pid));
        }
    }

    internal static string DaemonPath()
        => Path.Combine(AppContext.BaseDirectory.Replace("Drover.Agent.Tests", "Drover.Agent.TestDaemon", StringComparison.Ordinal), "Drover.Agent.TestDaemon");
}
