using Drover.Agent.Identity;

namespace Drover.Agent.Tests;

public sealed class TreeTests
{
    [Fact]
    public async Task A_tree_is_killed_with_all_that_left_its_session()
    {
        await using var harness = await AgentHarness.StartAsync(WithoutCgroups);
        // Shells that stay, so that none is just being executed while the tree is looked at; the sleeps may be.
        var process = harness.StartShell("""
            (setsid sh -c 'sh -c "echo one; sleep 1000; :" & sh -c "echo two; sleep 1000; :" & echo three; wait' &)
            sh -c 'echo four; sleep 1000; :' & (setsid setsid sh -c 'echo five; sleep 1000; :' &); wait
            """);
        foreach (var shell in new[] { "one", "two", "three", "four", "five" })
            await harness.SaysAsync(process, shell);
        var before = await harness.Agent.FindTreeAsync(process.Invocation, harness.Token);
        Assert.InRange(before.Members.Count, 6, 10);

        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        Assert.All(before.Members, m => Assert.False(AgentHarness.IsAlive(m.Pid)));
        Assert.Equal(ExitStatus.Killed(9), await harness.ExitAsync(process));
    }

    [Fact]
    public async Task Daemonised_children_of_an_ended_process_are_found_by_the_marker()
    {
        await using var harness = await AgentHarness.StartAsync(WithoutCgroups);
        // A shell that stops itself: while a program is being executed, its environment cannot be read.
        var process = harness.StartShell("(setsid sh -c 'echo up; kill -STOP $$' &) ; exit 3");
        Assert.Equal(ExitStatus.Exited(3), await harness.ExitAsync(process));
        await harness.SaysAsync(process, "up");
        var left = await harness.Agent.FindTreeAsync(process.Invocation, harness.Token);
        Assert.Single(left.Members);
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        Assert.False(AgentHarness.IsAlive(left.Members[0].Pid));
    }

    [Fact]
    public async Task A_tree_is_measured_as_a_whole()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.StartShell("sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo up; sleep 1000' & wait");
        await harness.SaysAsync(process, "up");
        var (main, tree) = (harness.Agent.Figures(process.Invocation)!, harness.Agent.MeasureTrees()[process.Invocation]);
        Assert.True(tree.CpuTime > main.CpuTime, $"{tree.CpuTime} and {main.CpuTime}");
        Assert.True(tree.ResidentBytes > main.ResidentBytes, $"{tree.ResidentBytes} and {main.ResidentBytes}");
    }

    [Fact]
    public async Task A_child_that_cleared_its_environment_is_found_by_its_session()
    {
        await using var harness = await AgentHarness.StartAsync(WithoutCgroups);
        var process = harness.StartShell("env -i sleep 1000 & echo up; exit 0");
        await harness.ExitAsync(process);
        var left = await harness.Agent.FindTreeAsync(process.Invocation, harness.Token);
        Assert.Single(left.Members);
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        Assert.False(AgentHarness.IsAlive(left.Members[0].Pid));
    }

    [Fact]
    public async Task What_left_session_and_environment_is_caught_by_the_cgroup()
    {
        await using var harness = await AgentHarness.StartAsync();
        Assert.SkipUnless(harness.Agent.HasCgroups, "No writable cgroup v2 with cgroup.kill here.");
        var process = harness.StartShell("(env -i setsid sleep 1000 &); exit 0");
        await harness.ExitAsync(process);
        var left = await harness.Agent.FindTreeAsync(process.Invocation, harness.Token);
        Assert.Single(left.Members);
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        Assert.False(AgentHarness.IsAlive(left.Members[0].Pid));
    }

    [Fact]
    public async Task A_polite_signal_reaches_the_daemonised_too_and_each_only_once()
    {
        await using var harness = await AgentHarness.StartAsync(WithoutCgroups);
        const int Usr1 = 10; // not INT: shells start what runs in the background with INT ignored
        string Counting(string name) => $"trap \"echo got {name}\" USR1; echo up {name}; until [ -e {Path.Combine(harness.Directory, "done")} ]; do sleep 0.02; done";
        var process = harness.StartShell($"(setsid sh -c '{Counting("far")}' &); {Counting("near")}");
        await harness.SaysAsync(process, "up far");
        await harness.SaysAsync(process, "up near");
        var others = await harness.Agent.SignalTreeAsync(process.Invocation, Usr1, harness.Token);
        await harness.SaysAsync(process, "got far");
        await harness.SaysAsync(process, "got near");
        Assert.NotEmpty(others.Members);
        await File.WriteAllTextAsync(Path.Combine(harness.Directory, "done"), "");
        await harness.ExitAsync(process);
        foreach (var member in others.Members)
            await AgentHarness.GoneAsync(member.Pid);
        Assert.Equal(2, AgentHarness.Text(process.LogPath).Split('\n').Count(l => l.StartsWith("got", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_process_that_ignores_TERM_is_killed()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.StartShell("trap '' INT TERM; echo up; while :; do sleep 0.05; done");
        await harness.SaysAsync(process, "up");
        Assert.True(harness.Agent.Signal(process.Invocation, 2));
        Assert.True(harness.Agent.Signal(process.Invocation, 15));
        Assert.True(AgentHarness.IsAlive(process.Pid));
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        Assert.Equal(ExitStatus.Killed(9), await harness.ExitAsync(process));
    }

    [Fact]
    public async Task A_bomb_of_500_children_in_their_own_sessions_leaves_nothing()
    {
        await using var harness = await AgentHarness.StartAsync(WithoutCgroups);
        var process = harness.StartShell("i=0; while [ $i -lt 500 ]; do setsid sleep 1000 & i=$((i+1)); done; echo up; wait");
        await harness.SaysAsync(process, "up");
        // A child amid its exec shows no environment for a moment, so that one look may miss it.
        TreeRemains before;
        do
            before = await harness.Agent.FindTreeAsync(process.Invocation, harness.Token);
        while (before.Members.Count < 501);
        Assert.Equal(501, before.Members.Count);
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
        Assert.All(before.Members, m => Assert.False(AgentHarness.IsAlive(m.Pid)));
    }

    [Fact]
    public async Task A_zombie_counts_as_dead()
    {
        await using var harness = await AgentHarness.StartAsync(WithoutCgroups);
        // The parent becomes a program that never waits for its child.
        var process = harness.StartShell("sh -c 'echo $$' & exec sleep 1000");
        await harness.SaysAsync(process, "\n");
        var zombie = int.Parse(AgentHarness.Text(process.LogPath));
        await AgentHarness.GoneAsync(zombie);
        Assert.True(ProcessStat.Read(zombie) is { State: 'Z' });
        var tree = await harness.Agent.FindTreeAsync(process.Invocation, harness.Token);
        Assert.Equal([process.Pid], tree.Members.Select(m => m.Pid));
    }

    [Fact]
    public async Task Five_hundred_sleepers_are_started_and_stopped()
    {
        await using var harness = await AgentHarness.StartAsync();
        var processes = Enumerable.Range(0, 500).Select(_ => harness.Start("sleep 1000")).ToList();
        Assert.Equal(500, harness.Agent.List().Count(p => p.IsRunning));
        Assert.All(processes, p => Assert.True(harness.Agent.Signal(p.Invocation, 2)));
        foreach (var process in processes)
            Assert.Equal(ExitStatus.Killed(2), await harness.ExitAsync(process));
        var left = await Task.WhenAll(processes.Select(p => harness.Agent.KillTreeAsync(p.Invocation, harness.Token)));
        Assert.All(left, remains => Assert.True(remains.IsEmpty));
    }

    private static AgentOptions WithoutCgroups(AgentOptions options) => new() { RunDirectory = options.RunDirectory, UseCgroups = false };
}
