using System.Diagnostics;
using Drover.Agent.Identity;
using Drover.Agent.Native;

namespace Drover.Agent.Tests;

/// <summary>Processes in states that make them easy to overlook.</summary>
public sealed class LeftoverTests
{
    /// <summary>Its first thread ends; a second one goes on.</summary>
    private const string FirstThreadEnds = """
        import ctypes, threading, time, platform
        threading.Thread(target=lambda: time.sleep(1000)).start()
        print("up", flush=True)
        ctypes.CDLL(None).syscall(93 if platform.machine() == "aarch64" else 60, 0)
        """;

    [Fact]
    public async Task A_process_whose_first_thread_has_ended_is_adopted()
    {
        await using var harness = await AgentHarness.StartAsync(WithoutCgroups);
        var process = harness.Agent.Start(harness.Spec(CommandLine.Of("python3", "-c", FirstThreadEnds)));
        await harness.SaysAsync(process, "up");
        await FirstThreadGoneAsync(process.Pid);
        await harness.RestartAsync();
        var adopted = Assert.Single(harness.Adopted);
        Assert.Equal((AdoptionOutcome.Running, process.Pid), (adopted.Outcome, adopted.Process!.Pid));
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        await AgentHarness.GoneAsync(process.Pid);
    }

    [Fact]
    public async Task A_process_whose_first_thread_has_ended_is_found_by_its_marker_and_ended()
    {
        await using var harness = await AgentHarness.StartAsync(WithoutCgroups);
        var script = Path.Combine(harness.Directory, "worker.py");
        await File.WriteAllTextAsync(script, FirstThreadEnds, harness.Token);
        var process = harness.StartShell($"setsid python3 {script} & echo $! >{script}.pid; wait");
        await harness.SaysAsync(process, "up");
        var worker = int.Parse(await File.ReadAllTextAsync($"{script}.pid", harness.Token));
        await FirstThreadGoneAsync(worker);
        Assert.Contains((await harness.Agent.FindTreeAsync(process.Invocation, harness.Token)).Members, m => m.Pid == worker);
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        Assert.False(AgentHarness.IsAlive(worker));
    }

    [Fact]
    public async Task A_stopped_process_goes_on_to_hear_the_signals_of_a_stop()
    {
        await using var harness = await AgentHarness.StartAsync();
        // It starts no programs: a child that is stopped between vfork and exec keeps its parent from being stopped.
        var process = harness.StartShell("trap 'exit 5' TERM; echo up; while :; do :; done");
        await harness.SaysAsync(process, "up");
        harness.Agent.Signal(process.Invocation, 19);
        while (ProcessStat.Read(process.Pid)!.Value.State != 'T')
        {
            harness.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
        await harness.Agent.SignalTreeAsync(process.Invocation, 15, harness.Token);
        Assert.Equal(ExitStatus.Exited(5), await harness.ExitAsync(process));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // the main process is no child of the daemon that sees its end
    public async Task The_session_of_an_ended_process_is_known_to_the_next_agent(bool adopted)
    {
        await using var harness = await AgentHarness.StartAsync(WithoutCgroups);
        var go = Path.Combine(harness.Directory, "go");
        var process = harness.StartShell($"env -i sh -c 'sleep 1000 & echo up; until [ -e {go} ]; do sleep 0.02; done' & echo begun; until [ -e {go} ]; do sleep 0.02; done");
        await harness.SaysAsync(process, "up");
        if (adopted)
            await harness.RestartAsync();
        await File.WriteAllTextAsync(go, "", harness.Token);
        await harness.ExitAsync(process);
        var left = await harness.Agent.FindTreeAsync(process.Invocation, harness.Token);
        Assert.Contains(left.Members, m => m.Name == "sleep");
        await harness.RestartAsync();
        Assert.Equal(AdoptionOutcome.Exited, Assert.Single(harness.Adopted).Outcome);
        Assert.Contains((await harness.Agent.FindTreeAsync(process.Invocation, harness.Token)).Members, m => m.Name == "sleep");
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        Assert.All(left.Members, m => Assert.False(AgentHarness.IsAlive(m.Pid)));
    }

    [Fact]
    public async Task A_session_of_which_nobody_is_left_that_was_seen_is_anothers()
    {
        await using var harness = await AgentHarness.StartAsync(WithoutCgroups);
        var process = harness.StartShell("env -i sh -c 'echo up; exec sleep 1000' &"); // until "up" it could still be told by its environment
        await harness.SaysAsync(process, "up");
        await harness.ExitAsync(process);
        var sleep = Assert.Single((await harness.Agent.FindTreeAsync(process.Invocation, harness.Token)).Members);
        await harness.RestartAsync(() => harness.EditRecord(process.Invocation, r => r with { Session = SessionRest.Of([(sleep.Pid, 1)]) }));
        Assert.True((await harness.Agent.FindTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        await harness.RestartAsync(() => harness.EditRecord(process.Invocation, r => r with
        {
            Session = SessionRest.Of([(sleep.Pid, ProcessStat.Read(sleep.Pid)!.Value.StartTime)]),
        }));
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        Assert.False(AgentHarness.IsAlive(sleep.Pid));
    }

    [Fact]
    public async Task A_process_whose_record_was_cleaned_away_is_found_again_by_its_cgroup()
    {
        await using var harness = await AgentHarness.StartAsync();
        EntranceTests.SkipWithoutProtection(harness);
        // Not even its environment tells of it.
        var process = harness.Agent.Start(harness.Spec("env -i sleep 1000") with { Note = RawJson.String("kept") });
        await harness.RestartAsync(() => Directory.Delete(Path.Combine(harness.RunDirectory, "processes"), recursive: true));
        var adopted = Assert.Single(harness.Adopted);
        Assert.Equal((AdoptionOutcome.Running, process.Pid, process.Key), (adopted.Outcome, adopted.Process!.Pid, adopted.Process.Key));
        Assert.Equal((RawJson.String("kept"), process.LogPath), (adopted.Process.Note, adopted.Process.LogPath));
        Assert.True(harness.HasRecord(process.Invocation));
    }

    [Fact]
    public async Task Without_cgroups_such_a_process_is_found_by_its_marker()
    {
        await using var harness = await AgentHarness.StartAsync(options => new AgentOptions { RunDirectory = options.RunDirectory, UseCgroups = false, Node = "node" });
        var process = harness.StartShell("echo up; exec sleep 1000");
        await harness.SaysAsync(process, "up");
        await harness.RestartAsync(() => File.Delete(harness.RecordPath(process.Invocation)));
        var adopted = Assert.Single(harness.Adopted);
        Assert.Equal((AdoptionOutcome.Running, process.Pid, process.Key), (adopted.Outcome, adopted.Process!.Pid, adopted.Process.Key));
        Assert.Equal(("1", "once", process.LogPath), (adopted.Process.Level, adopted.Process.Mode, adopted.Process.LogPath));
        await using var other = await AgentHarness.StartAsync(WithoutCgroups);
        Assert.Empty(other.Adopted);
    }

    [Fact]
    public async Task A_record_can_be_made_while_the_directory_of_records_is_gone()
    {
        await using var harness = await AgentHarness.StartAsync();
        Directory.Delete(Path.Combine(harness.RunDirectory, "processes"), recursive: true);
        var process = harness.Start("sleep 1000");
        Assert.True(harness.HasRecord(process.Invocation));
    }

    [Fact]
    public async Task As_process_1_the_agent_reaps_orphans_and_misses_no_end_of_its_own()
    {
        var directory = Directory.CreateTempSubdirectory("drover-agent-").FullName;
        const string Orphans = "i=0; while [ $i -lt 50 ]; do sh -c 'sleep 0.01 & exit 0'; i=$((i+1)); done; echo all; sleep 1000";
        using var daemon = TimedProcess.Start(new ProcessStartInfo("unshare", [.. Libc.EffectiveUser() == 0 ? Array.Empty<string>() : ["-r"],
            "--pid", "--fork", "--kill-child", "--mount-proc", AdoptionTests.DaemonPath(), directory, "1", "false", "sh", "-c", Orphans])
        { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
        try
        {
            var line = await daemon.StandardOutput.ReadLineAsync().WaitAsync(AgentHarness.Patience);
            if (line is null)
                Assert.Skip($"No namespace of processes here: {await daemon.StandardError.ReadToEndAsync()}");
            Assert.Equal("ready 1", line);
            var first = Assert.Single(Children(daemon.Id));
            var log = Path.Combine(directory, "log", "tag0.log");
            using var patience = new CancellationTokenSource(AgentHarness.Patience);
            while (AgentHarness.Text(log) != "all\n")
                await Task.Delay(10, patience.Token);
            // Of 50 orphans none stays; only the one process that it has started.
            while (Children(first).Count > 1)
                await Task.Delay(10, patience.Token);
            Assert.True(AgentHarness.IsAlive(Assert.Single(Children(first))));
        }
        finally
        {
            daemon.Kill();
            await daemon.WaitForExitAsync();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static List<int> Children(int pid) => [.. Directory.GetDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _)).Select(name => ProcessStat.Read(int.Parse(name!))).OfType<ProcessStat>().Where(stat => stat.Parent == pid).Select(stat => stat.Pid)];

    private static async Task FirstThreadGoneAsync(int pid)
    {
        using var patience = new CancellationTokenSource(AgentHarness.Patience);
        while (!ProcessStat.Read(pid)!.Value.IsFirstThreadGone)
            await Task.Delay(5, patience.Token);
    }

    private static AgentOptions WithoutCgroups(AgentOptions options) => new() { RunDirectory = options.RunDirectory, UseCgroups = false };
}
