using Drover.Agent.Identity;
using Drover.Agent.Native;
using Drover.Agent.Spawning;
using Drover.Agent.Trees;
using Drover.Agent.Watching;

namespace Drover.Agent.Tests;

/// <summary>Starts by libdrover-spawn, which every test run has beside it where there is a C compiler.</summary>
public sealed class EntranceTests
{
    [Fact]
    public async Task Umask_and_nice_value_are_those_of_the_entry_and_else_the_usual_ones()
    {
        await using var harness = await AgentHarness.StartAsync();
        const string Shown = "umask; cut -d' ' -f19 /proc/self/stat";
        Assert.Equal("0022\n0\n", await harness.OutputAsync(harness.Shell(Shown)));
        Assert.Equal("0077\n5\n", await harness.OutputAsync(harness.Shell(Shown) with { Umask = 63, Nice = 5 }));
        Assert.Equal("0000\n19\n", await harness.OutputAsync(harness.Shell(Shown) with { Umask = 0, Nice = 19, KeepStatus = true }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // a kernel without clone3: the child joins by writing
    public async Task What_leaves_session_and_environment_at_once_is_in_its_cgroup_all_the_same(bool plainClone)
    {
        await using var harness = await AgentHarness.StartAsync(options => new AgentOptions { RunDirectory = options.RunDirectory, PlainClone = plainClone });
        SkipWithoutProtection(harness);
        var starts = harness.Agent.StartAll([.. Enumerable.Range(0, 40).Select(_ => harness.Shell("env -i setsid sleep 1000 & exit 0"))]);
        foreach (var start in starts)
        {
            Assert.Equal(ExitStatus.Exited(0), await harness.ExitAsync(start.Process!));
            var left = Assert.Single((await harness.Agent.FindTreeAsync(start.Process!.Invocation, harness.Token)).Members);
            Assert.Contains($"/drover-processes/{start.Process.Invocation}\n", await File.ReadAllTextAsync($"/proc/{left.Pid}/cgroup", harness.Token), StringComparison.Ordinal);
        }
        Assert.All(await Task.WhenAll(starts.Select(s => harness.Agent.KillTreeAsync(s.Process!.Invocation, harness.Token))), left => Assert.True(left.IsEmpty));
    }

    [Fact]
    public async Task User_groups_limits_directory_umask_and_nice_value_are_set_before_the_exec()
    {
        Assert.SkipUnless(Libc.EffectiveUser() == 0, "Only root can start processes of other users.");
        await using var harness = await AgentHarness.StartAsync();
        SkipWithoutLibrary();
        var output = await harness.OutputAsync(harness.Shell("id -u; id -g; id -G; echo $USER; ulimit -n; ulimit -Hn; ulimit -c; pwd; umask; nice; grep NoNewPrivs /proc/self/status; grep -c . /proc/self/stat") with
        {
            User = "nobody",
            Group = "daemon",
            Directory = "/tmp",
            Limits = new Dictionary<string, string> { ["nofile"] = "77:88", ["core"] = "0" },
        });
        Assert.Equal("65534\n1\n1\nnobody\n77\n88\n0\n/tmp\n0022\n0\nNoNewPrivs:\t0\n1\n", output);
    }

    [Fact]
    public async Task A_start_with_limits_and_another_user_is_the_program_itself_from_the_first_moment()
    {
        Assert.SkipUnless(Libc.EffectiveUser() == 0, "Only root can start processes of other users.");
        await using var harness = await AgentHarness.StartAsync();
        SkipWithoutLibrary();
        var process = harness.Agent.Start(harness.Spec("sleep 1000") with { User = "nobody", Limits = new Dictionary<string, string> { ["core"] = "0" } });
        // The start returns when the memory of the daemon is let go of, a moment before the words of the program are in place; no others are seen before.
        string words;
        do
            words = await File.ReadAllTextAsync($"/proc/{process.Pid}/cmdline", harness.Token);
        while (words.Length == 0);
        Assert.Equal("sleep\01000\0", words);
        Assert.Equal(65534u, await OwnerAsync(process.Pid));
    }

    [Fact]
    public async Task A_step_that_fails_is_named_with_its_error_and_leaves_nothing()
    {
        Assert.SkipUnless(Libc.EffectiveUser() == 0, "Root alone has these to fail.");
        await using var harness = await AgentHarness.StartAsync();
        SkipWithoutLibrary();
        var limits = Assert.Throws<AgentException>(() => harness.Agent.Start(harness.Spec("true") with { Limits = new Dictionary<string, string> { ["nofile"] = "unlimited" } }));
        Assert.Equal(("START_FAILED", 1), (limits.Code, limits.Errno));
        Assert.Contains("its limits cannot be set (setrlimit): Operation not permitted", limits.Message, StringComparison.Ordinal);

        var program = Path.Combine(harness.Directory, "mine");
        await File.WriteAllTextAsync(program, "#!/bin/sh\n", harness.Token);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var exec = Assert.Throws<AgentException>(() => harness.Agent.Start(harness.Spec(program) with { User = "nobody" }));
        Assert.Equal(("EXEC_FAILED", Errno.Access), (exec.Code, exec.Errno));
        Assert.Contains($"\"{program}\" as nobody: Permission denied", exec.Message, StringComparison.Ordinal);

        Assert.Empty(harness.Agent.List());
        Assert.Empty(Directory.GetFiles(Path.Combine(harness.RunDirectory, "processes"), "*.process"));
    }

    [Fact]
    public async Task Where_the_library_is_missing_processes_start_as_before_and_the_agent_says_what_is_missing()
    {
        await using var harness = await AgentHarness.StartAsync(options => new AgentOptions { RunDirectory = options.RunDirectory, UseLibrary = false });
        var output = await harness.OutputAsync(harness.Shell("ulimit -n; ulimit -c") with { Limits = new Dictionary<string, string> { ["nofile"] = "77:88", ["core"] = "0" } });
        Assert.Equal("77\n0\n", output);

        var (library, problem) = SpawnLibrary.Load("/nonexistent/libdrover-spawn.so");
        Assert.Null(library);
        Assert.Contains("\"/nonexistent/libdrover-spawn.so\" is missing", Protection.Missing(null, problem), StringComparison.Ordinal);
        Assert.StartsWith("Processes have no cgroup of their own: no room.", Protection.Missing("no room", problem), StringComparison.Ordinal);
        Assert.Null(Protection.Missing(null, null));
    }

    [Fact]
    public async Task The_notification_socket_has_a_path_no_longer_than_that_of_the_doors()
    {
        var options = new AgentOptions { RunDirectory = "/run/services", NotifyDirectory = "/run/n" };
        var path = NotifySocket.PathFor(options, "0123456789abcdef0123456789abcdef");
        Assert.Equal("/run/drover.sock".Length, path.Length);
        Assert.NotEqual(path, NotifySocket.PathFor(options, "0123456789abcdef0123456789abcdee"));
        Assert.Equal("/run/services/notify/x", NotifySocket.PathFor(new AgentOptions { RunDirectory = "/run/services" }, "x"));
        await using var harness = await AgentHarness.StartAsync(o => new AgentOptions { RunDirectory = o.RunDirectory, NotifyDirectory = Path.Combine(o.RunDirectory, "n") });
        var process = harness.Agent.Start(harness.Shell("echo $NOTIFY_SOCKET; sleep 1000") with { Notify = true });
        await harness.SaysAsync(process, Path.Combine(harness.RunDirectory, "n") + "/");
        await harness.RestartAsync();
        Assert.False(harness.Agent.Find(process.Invocation)!.IsReady);
        Assert.Single(Directory.GetFiles(Path.Combine(harness.RunDirectory, "n")));
    }

    private static async Task<uint> OwnerAsync(int pid) =>
        uint.Parse((await File.ReadAllLinesAsync($"/proc/{pid}/status")).Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1]);

    internal static void SkipWithoutLibrary() => Assert.SkipWhen(SpawnLibrary.Loaded is null, SpawnLibrary.Problem ?? "");

    internal static void SkipWithoutProtection(AgentHarness harness) => Assert.SkipWhen(harness.Agent.MissingProtection is not null, harness.Agent.MissingProtection ?? "");
}
