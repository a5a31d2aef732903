using System.Text;
using System.Text.RegularExpressions;
using Drover.Agent.Identity;
using Drover.Agent.Native;
using Drover.Tests.Shared;

namespace Drover.Agent.Tests;

public sealed class SpawnTests
{
    [Fact]
    public async Task A_child_has_null_and_its_log_as_its_only_descriptors()
    {
        await using var harness = await AgentHarness.StartAsync();
        // A descriptor such as a launcher leaves behind: not close-on-exec.
        var leaked = Libc.Open("/dev/null", Libc.OpenReadOnly, 0);

        var spec = harness.Spec("ls -l /proc/self/fd");
        var listing = await harness.OutputAsync(spec);
        Libc.Close(leaked);

        var descriptors = Regex.Matches(listing, @"(\d+) -> (\S+)").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Assert.Equal("/dev/null", descriptors["0"]);
        Assert.Equal(spec.LogPath, descriptors["1"]);
        Assert.Equal(spec.LogPath, descriptors["2"]);
        Assert.Equal(4, descriptors.Count);
        Assert.EndsWith("/fd", descriptors["3"]); // the listing itself
    }

    [Fact]
    public async Task A_child_ignores_and_blocks_no_signal()
    {
        await using var harness = await AgentHarness.StartAsync();
        var status = await harness.OutputAsync(harness.Spec("cat /proc/self/status"));
        Assert.Contains("SigIgn:\t0000000000000000", status);
        Assert.Contains("SigBlk:\t0000000000000000", status);
        // The control: we ourselves ignore SIGPIPE, as every .NET program does.
        Assert.DoesNotContain("SigIgn:\t0000000000000000", File.ReadAllText("/proc/self/status"));
    }

    [Fact]
    public async Task A_child_leads_its_own_session_and_group_with_the_usual_limit_of_files()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Start("sleep 1000");
        var stat = ProcessStat.Read(process.Pid)!.Value;
        Assert.Equal((process.Pid, process.Pid), (stat.Session, stat.Group));
        Assert.Matches(@"Max open files\s+1024\s", File.ReadAllText($"/proc/{process.Pid}/limits"));
    }

    [Fact]
    public async Task The_environment_names_the_entry_and_later_sources_win()
    {
        await using var harness = await AgentHarness.StartAsync();
        var file = Path.Combine(harness.Directory, "env");
        await File.WriteAllTextAsync(file, "# comment\n\nONE=\"from file\"\nTWO=from file\nCLINIT_TAG=forged\n");
        var spec = harness.Spec("env") with
        {
            EnvironmentFile = file,
            Environment = new Dictionary<string, string> { ["TWO"] = "from entry", ["DROVER_INVOCATION"] = "forged" },
        };
        var process = harness.Agent.Start(spec);
        await harness.ExitAsync(process);
        var lines = AgentHarness.Text(spec.LogPath).Split('\n');
        Assert.Contains("ONE=from file", lines);
        Assert.Contains("TWO=from entry", lines);
        Assert.Contains("CLINIT_GROUP=group", lines);
        Assert.Contains("CLINIT_TAG=tag1", lines);
        Assert.Contains("CLINIT_LEVEL=1", lines);
        Assert.Contains("CLINIT_MODE=once", lines);
        Assert.Single(lines, l => l.StartsWith("DROVER_INVOCATION=", StringComparison.Ordinal));
        Assert.Contains($"DROVER_INVOCATION={process.Invocation}", lines);
        Assert.Contains($"PATH={Environment.GetEnvironmentVariable("PATH")}", lines);
    }

    [Theory]
    [InlineData("/nonexistent/prog", 2)]
    [InlineData("no-such-program-anywhere", 2)]
    [InlineData("/etc/passwd", 13)]
    [InlineData("/etc", 13)]
    public async Task A_command_that_cannot_be_executed_fails_its_own_start_with_the_reason(string command, int errno)
    {
        await using var harness = await AgentHarness.StartAsync();
        var neighbour = harness.Start("sleep 1000");
        var error = Assert.Throws<AgentException>(() => harness.Start(command));
        Assert.Equal(("EXEC_FAILED", errno), (error.Code, error.Errno));
        Assert.Contains($"\"{command}\"", error.Message);
        Assert.True(AgentHarness.IsAlive(neighbour.Pid));
        Assert.Equal([neighbour], harness.Agent.List());
        Assert.Equal([harness.RecordPath(neighbour.Invocation)], Directory.GetFiles(Path.Combine(harness.RunDirectory, "processes")).Where(f => Path.GetFileName(f) != "lock"));
    }

    [Fact]
    public async Task A_script_without_its_first_line_is_run_by_the_shell()
    {
        await using var harness = await AgentHarness.StartAsync();
        var script = Path.Combine(harness.Directory, "script");
        // Written by another program: a child that a neighbour starts meanwhile would hold the file open for writing until its exec, and nobody could run it.
        using var writing = TimedProcess.Start("/bin/sh", "-c", "echo 'echo ran with $1' >$0 && chmod 500 $0", script);
        await writing.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("ran with word\n", await harness.OutputAsync(harness.Spec($"{script} word")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_and_names_reach_the_system_byte_for_byte(bool keepStatus)
    {
        await using var harness = await AgentHarness.StartAsync();
        byte[] word = [.. "caf"u8, 0xe9, 0xff];
        byte[] program = [.. Encoding.UTF8.GetBytes(harness.Directory), .. "/\u00e9"u8, 0xe9];
        byte[][][] commands =
        [
            ["/bin/echo"u8.ToArray(), word],
            ["/bin/sh"u8.ToArray(), "-c"u8.ToArray(), [.. "cp /bin/echo "u8, .. program, .. "; echo "u8, .. word]],
            [program, word],
            ["/bin/sh"u8.ToArray(), "-c"u8.ToArray(), [.. "rm "u8, .. program, .. "; echo "u8, .. word]],
        ];
        foreach (var words in commands)
        {
            var spec = harness.Spec(CommandLine.OfBytes("shown", [.. words.Select(w => (ReadOnlyMemory<byte>)w)])) with { KeepStatus = keepStatus };
            await harness.ExitAsync(harness.Agent.Start(spec));
            Assert.Equal([.. word, (byte)'\n'], File.ReadAllBytes(spec.LogPath));
        }
    }

    [Theory]
    [InlineData("true", 0, null)]
    [InlineData("exit 7", 7, null)]
    [InlineData("kill -9 $$", null, 9)]
    [InlineData("kill -TERM $$", null, 15)]
    public async Task Exit_codes_and_signals_are_told_apart(string command, int? code, int? signal)
    {
        await using var harness = await AgentHarness.StartAsync();
        foreach (var keepStatus in new[] { false, true })
        {
            // "exit 7" alone has no character that would send it to the shell.
            var process = harness.Agent.Start(harness.Shell($": ;{command}") with { KeepStatus = keepStatus });
            Assert.Equal(new ExitStatus(code, signal), await harness.ExitAsync(process));
        }
    }

    [Fact]
    public async Task A_signal_reaches_the_whole_group()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.StartShell("sleep 1000 & echo up; wait");
        await harness.SaysAsync(process, "up");
        Assert.True(harness.Agent.Signal(process.Invocation, 15));
        Assert.Equal(ExitStatus.Killed(15), await harness.ExitAsync(process));
        Assert.True((await harness.Agent.KillTreeAsync(process.Invocation, harness.Token)).IsEmpty);
    }

    [Fact]
    public async Task After_the_end_nobody_is_signalled_and_the_record_stays_until_forgotten()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Start("true");
        await harness.ExitAsync(process);
        Assert.False(harness.Agent.Signal(process.Invocation, 15));
        Assert.True(harness.HasRecord(process.Invocation));
        harness.Agent.Forget(process.Invocation);
        Assert.False(harness.HasRecord(process.Invocation));
        Assert.Null(harness.Agent.Find(process.Invocation));
    }

    [Fact]
    public async Task A_running_process_is_not_forgotten()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Start("sleep 1000");
        Assert.Equal("STILL_RUNNING", Assert.Throws<AgentException>(() => harness.Agent.Forget(process.Invocation)).Code);
    }

    [Fact]
    public async Task Another_user_gets_its_rights_its_home_and_the_limits_of_the_entry()
    {
        Assert.SkipUnless(Libc.EffectiveUser() == 0, "Only root can start processes of other users.");
        await using var harness = await AgentHarness.StartAsync();
        var output = await harness.OutputAsync(harness.Shell("id -u; id -g; echo $USER; ulimit -n; ulimit -Hn; pwd") with
        {
            User = "nobody",
            Directory = "/tmp",
            Limits = new Dictionary<string, string> { ["nofile"] = "77:88" },
            KeepStatus = true,
        });
        Assert.Equal("65534\n65534\nnobody\n77\n88\n/tmp\n", output);
    }

    [Fact]
    public async Task Wrong_surroundings_are_refused_with_clear_codes()
    {
        await using var harness = await AgentHarness.StartAsync();
        string CodeOf(ProcessSpec spec) => Assert.Throws<AgentException>(() => harness.Agent.Start(spec)).Code;
        Assert.Equal("NO_SUCH_USER", CodeOf(harness.Spec("true") with { User = "no-such-user" }));
        Assert.Equal("NO_SUCH_GROUP", CodeOf(harness.Spec("true") with { Group = "no-such-group" }));
        Assert.Equal("NO_DIRECTORY", CodeOf(harness.Spec("true") with { Directory = "/no/such/directory" }));
        Assert.Equal("ENVIRONMENT_FILE", CodeOf(harness.Spec("true") with { EnvironmentFile = "/no/such/file" }));
        Assert.Equal("BAD_LIMIT", CodeOf(harness.Spec("true") with { Limits = new Dictionary<string, string> { ["nofile"] = "--help" } }));
        Assert.Equal("BAD_LIMIT", CodeOf(harness.Spec("true") with { Limits = new Dictionary<string, string> { ["help"] = "1" } }));
        Assert.Equal("EMPTY_COMMAND", CodeOf(harness.Spec("  ")));
        Assert.Equal("BAD_COMMAND", CodeOf(harness.Spec("echo a\0b")));
        Assert.Empty(harness.Agent.List());
        Assert.Equal("x", (await harness.OutputAsync(harness.Spec("printf x") with { EnvironmentFile = "-/no/such/file" })));
    }

    [Fact]
    public async Task Readiness_is_heard_on_the_notification_socket_also_after_a_restart()
    {
        await using var harness = await AgentHarness.StartAsync();
        var go = Path.Combine(harness.Directory, "go");
        const string Announce = """perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => $ENV{NOTIFY_SOCKET}) or die; $s->send("READY=1\nSTATUS=Now serving\a\n")'""";
        var process = harness.Agent.Start(harness.Shell($"{Announce}; sleep 1000") with { Notify = true });
        var later = harness.Agent.Start(harness.Shell($"until [ -e {go} ]; do sleep 0.02; done; {Announce}; {Announce}; sleep 1000") with { Notify = true });
        Assert.Equal(process.Invocation, (await harness.ReportAsync(r => r.Kind == ProcessReportKind.Ready)).Invocation);
        Assert.Equal("Now serving", harness.Agent.Find(process.Invocation)!.StatusText);

        await harness.RestartAsync();
        Assert.True(harness.Agent.Find(process.Invocation)!.IsReady);
        Assert.False(harness.Agent.Find(later.Invocation)!.IsReady);
        Assert.True(harness.Start("sleep 1000").IsReady);
        await File.WriteAllTextAsync(go, "");
        // It says so twice, and is reported once.
        Assert.Equal(later.Invocation, (await harness.ReportAsync(r => r.Kind == ProcessReportKind.Ready)).Invocation);
        harness.Agent.Signal(later.Invocation, 9);
        await harness.ExitAsync(later);
        Assert.DoesNotContain(harness.Unread, r => r.Kind == ProcessReportKind.Ready);
    }

    [Fact]
    public async Task Figures_tell_of_a_busy_process()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.StartShell("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo up; sleep 1000; :");
        await harness.SaysAsync(process, "up");
        var figures = harness.Agent.Figures(process.Invocation)!;
        Assert.InRange(figures.ResidentBytes, 100_000, 100_000_000);
        Assert.True(figures.CpuTime > TimeSpan.Zero);
        Assert.Equal(1, figures.Threads);
        Assert.Null(harness.Agent.Figures("nobody"));
    }

    [Fact]
    public async Task Five_hundred_quick_children_are_all_reported_once()
    {
        await using var harness = await AgentHarness.StartAsync();
        var started = Enumerable.Range(0, 500).Select(_ => harness.Start("true").Invocation).ToHashSet();
        for (var i = 0; i < 500; i++)
        {
            var report = await harness.ReportAsync(_ => true);
            Assert.True(report.Status.IsSuccess);
            Assert.True(started.Remove(report.Invocation));
        }
        Assert.Empty(harness.Unread);
    }
}
