using Drover.Lab.TestJobs;
using Drover.Tests.Shared;

namespace Drover.ShellWorker.Tests.Jobs;

/// <summary>Test jobs with real processes.</summary>
public sealed class BuiltInWorkerTests
{
    [Fact]
    public async Task A_job_passes_with_its_cases_in_order()
    {
        await using var host = await WorkerHost.StartAsync();
        // No pipe: both of its ends trace what they run, and one line of a trace is more than one write.
        var id = await host.SubmitAsync("echo hello $WHO\nlava-test-case a --result pass --measurement 1.5 --units s\nlava-test-case 'b c' --shell false\nlava-test-case d --shell echo inside\ntest \"${PWD##*/}\" = work",
            "      parameters: {WHO: world}\n");
        var end = await host.EndAsync(id);
        Assert.Equal((TestJobHealth.Complete, ""), (end.Health, end.Comment));
        Assert.Equal(["lava.validate pass", "0_s.a pass", "0_s.b_c fail", "0_s.d pass", "lava.0_s pass", "lava.lava-test-shell pass", "lava.job pass"], host.Cases(id));
        Assert.Equal(["hello world", "inside"], host.Output(id).Where(line => !line.StartsWith('<')));
        Assert.Contains("TEST_CASE_ID=a RESULT=pass MEASUREMENT=1.5 UNITS=s", string.Join('\n', host.Output(id)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(host.State, $"{id}")));
        Assert.True(Directory.Exists(Path.Combine(host.Work, $"{id}", "work")));
    }

    [Fact]
    public async Task Steps_run_as_somebody_else_and_see_nothing_of_the_daemon()
    {
        await using var host = await WorkerHost.StartAsync();
        var id = await host.SubmitAsync("set +x\nid -un\ntouch here\nenv | cut -d= -f1 | sort | tr '\\n' ' '; echo");
        Assert.Equal(TestJobHealth.Complete, (await host.EndAsync(id)).Health);
        Assert.Equal(Environment.IsPrivilegedProcess ? "nobody" : Environment.UserName, host.Output(id)[0]);
        Assert.Equal("DROVER_INVOCATION HOME LANG LAVA_JOB_ID PATH PS4 PWD SHELL TESTRUN_ID USER", host.Output(id)[1].Replace("_ ", "", StringComparison.Ordinal).Replace("OLDPWD ", "", StringComparison.Ordinal).Replace("SHLVL ", "", StringComparison.Ordinal).Trim());
    }

    [Fact]
    public async Task A_step_that_fails_ends_its_definition_and_not_the_job()
    {
        await using var host = await WorkerHost.StartAsync();
        var id = await host.SubmitTextAsync("""
            job_name: a
            device_type: shell
            visibility: public
            timeouts: {job: {minutes: 5}}
            actions:
            - test:
                definitions:
                - {from: inline, name: a, path: a, repository: {run: {steps: ["exit 3", echo never]}}}
                - {from: inline, name: b, path: b, repository: {run: {steps: [echo after]}}}
            """);
        Assert.Equal(TestJobHealth.Complete, (await host.EndAsync(id)).Health);
        Assert.Equal(["lava.validate pass", "lava.0_a fail", "lava.1_b pass", "lava.lava-test-shell pass", "lava.job pass"], host.Cases(id));
        Assert.Equal(["after"], host.Output(id));
        Assert.Contains(host.Lines(id, "results"), line => line.Find("msg") is Yaml.YamlMap result && result.Find("exit")?.AsText() == "exit 3");
    }

    [Fact]
    public async Task Tap_and_reports_become_cases()
    {
        await using var host = await WorkerHost.StartAsync();
        var id = await host.SubmitAsync("mkdir -p out/deep\necho '<testsuite><testcase name=\"one\"/></testsuite>' > out/deep/r.xml\necho 'ok 1 - tapped'", "      tap: true\n      junit: 'out/*.xml'\n");
        Assert.Equal(TestJobHealth.Complete, (await host.EndAsync(id)).Health);
        Assert.Equal(["0_s.tapped pass", "0_s.one pass"], host.Cases(id).Where(line => line.StartsWith('0')));
    }

    [Fact]
    public async Task What_is_not_run_here_ends_the_job_with_a_sentence()
    {
        await using var host = await WorkerHost.StartAsync();
        var id = await host.SubmitTextAsync("job_name: a\ndevice_type: shell\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions:\n- deploy: {to: tmpfs}\n");
        var end = await host.EndAsync(id);
        Assert.Equal((TestJobHealth.Incomplete, "Job"), (end.Health, end.ErrorType));
        Assert.Contains("a shell device has nothing to deploy", end.Comment, StringComparison.Ordinal);
        Assert.Equal(["lava.validate fail", "lava.job fail"], host.Cases(id));
    }

    [Fact]
    public async Task A_time_out_ends_the_whole_tree_and_the_job()
    {
        await using var host = await WorkerHost.StartAsync(options => With(options, grace: TimeSpan.FromMilliseconds(300)));
        var id = await host.SubmitAsync("trap '' TERM\nsetsid sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1000; done' &\nwhile :; do sleep 1000; done", timeout: "seconds: 2");
        var end = await host.EndAsync(id);
        Assert.Equal((TestJobHealth.Incomplete, "Job", "The job has timed out after 2.00 seconds"), (end.Health, end.ErrorType, end.Comment));
        Assert.Equal(["lava.validate pass", "lava.0_s fail", "lava.lava-test-shell fail", "lava.job fail"], host.Cases(id));
        Assert.False(Lives(host.Output(id)[0]));
    }

    [Fact]
    public async Task A_job_that_is_cancelled_ends_when_nothing_of_it_runs_any_more()
    {
        await using var host = await WorkerHost.StartAsync();
        var id = await host.SubmitAsync("sleep 1000 & echo $!\nwait");
        await Soon.HoldsAsync(() => host.Output(id).Count > 0);
        await host.CancelAsync(id);
        var end = await host.EndAsync(id);
        Assert.Equal(TestJobHealth.Canceled, end.Health);
        Assert.False(Lives(host.Output(id)[0]));
        Assert.Equal("lava.job fail", host.Cases(id)[^1]);
    }

    [Fact]
    public async Task A_step_can_end_the_job()
    {
        await using var host = await WorkerHost.StartAsync();
        var id = await host.SubmitAsync("lava-test-raise no board at all\necho never");
        var end = await host.EndAsync(id);
        Assert.Equal((TestJobHealth.Incomplete, "Test", "no board at all"), (end.Health, end.ErrorType, end.Comment));
        Assert.DoesNotContain("never", host.Output(id));
    }

    [Fact]
    public async Task Output_without_end_ends_the_job_and_not_the_disk()
    {
        await using var host = await WorkerHost.StartAsync(options => With(options, lines: 100));
        var id = await host.SubmitAsync("yes");
        var end = await host.EndAsync(id);
        Assert.Equal("The output has more than 100 lines, which is the limit of a test job", end.Comment);
        Assert.Equal(100, host.Lines(id, "target").Count);
    }

    [Fact]
    public async Task Output_up_to_the_limit_is_no_reason_to_end_a_job()
    {
        await using var host = await WorkerHost.StartAsync(options => With(options, lines: 103));
        // Two lines are those of the frame, one is the trace of the step.
        var id = await host.SubmitAsync("seq 1 100");
        Assert.Equal(TestJobHealth.Complete, (await host.EndAsync(id)).Health);
        Assert.Equal(100, host.Output(id).Count);
    }

    [Fact]
    public async Task A_step_that_never_stops_writing_can_be_cancelled()
    {
        await using var host = await WorkerHost.StartAsync(options => With(options, lines: long.MaxValue));
        var id = await host.SubmitAsync("echo begun\nyes");
        await Soon.HoldsAsync(() => host.Find(id)?.State == TestJobState.Running);
        await host.CancelAsync(id);
        Assert.Equal(TestJobHealth.Canceled, (await host.EndAsync(id)).Health);
    }

    [Fact]
    public async Task Steps_go_on_while_the_daemon_is_away_and_no_line_is_lost_or_doubled()
    {
        await using var host = await WorkerHost.StartAsync();
        var gate = Path.Combine(host.Work, "gate");
        var id = await host.SubmitAsync($"for i in $(seq 1 200); do echo line $i; if [ $i = 100 ]; then lava-test-case half --result pass; while [ ! -e {gate} ]; do sleep 0.05; done; fi; done\nexit 5");
        await Soon.HoldsAsync(() => host.Output(id).Contains("line 100"));
        for (var round = 0; round < 3; round++)
            await host.RestartAsync();
        Assert.Equal(TestJobState.Running, host.Find(id)!.State);
        await host.RestartAsync(() => File.WriteAllText(gate, ""));
        var end = await host.EndAsync(id);
        Assert.Equal(TestJobHealth.Complete, end.Health);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"line {i}"), host.Output(id).Where(line => line.StartsWith("line", StringComparison.Ordinal)));
        Assert.Equal(["lava.validate pass", "0_s.half pass", "lava.0_s fail", "lava.lava-test-shell pass", "lava.job pass"], host.Cases(id));
    }

    [Fact]
    public async Task A_note_of_before_gives_the_same_log()
    {
        await using var host = await WorkerHost.StartAsync();
        var gate = Path.Combine(host.Work, "gate");
        var id = await host.SubmitAsync($"seq 1 50\nwhile [ ! -e {gate} ]; do sleep 0.05; done\nseq 51 100");
        var note = Path.Combine(host.State, $"{id}", "note.json");
        await Soon.HoldsAsync(() => host.Output(id).Count == 50);
        // What a crash between the lines and their note leaves: an older note and a log that ends amid a line.
        await host.RestartAsync(() =>
        {
            var text = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(note))!;
            (text["offset"], text["line"], text["output_lines"]) = (0, 2, 0);
            File.WriteAllText(note, text.ToJsonString());
            var log = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(host.State)!, "logs", "test-job", $"{id}")).Single(path => path.EndsWith(".log", StringComparison.Ordinal) || !path.EndsWith(".idx", StringComparison.Ordinal));
            File.AppendAllText(log, "- {\"dt\": \"2026-01-01T");
        });
        File.WriteAllText(gate, "");
        Assert.Equal(TestJobHealth.Complete, (await host.EndAsync(id)).Health);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"{i}"), host.Output(id));
        Assert.Equal(["lava.validate pass", "lava.0_s pass", "lava.lava-test-shell pass", "lava.job pass"], host.Cases(id));
    }

    [Fact]
    public async Task Steps_of_another_boot_have_an_end_that_nobody_knows()
    {
        await using var host = await WorkerHost.StartAsync();
        var gate = Path.Combine(host.Work, "gate");
        var id = await host.SubmitAsync($"echo $$\nwhile [ ! -e {gate} ]; do sleep 0.05; done");
        await Soon.HoldsAsync(() => host.Output(id).Count == 1);
        await host.RestartAsync(() =>
        {
            var note = Path.Combine(host.State, $"{id}", "note.json");
            File.WriteAllText(note, File.ReadAllText(note).Replace("\"boot\":\"", "\"boot\":\"x", StringComparison.Ordinal));
            foreach (var record in Directory.GetFiles(Path.Combine(Path.GetDirectoryName(host.State)!, "run-node1"), "*.process", SearchOption.AllDirectories))
                File.WriteAllText(record, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(record), "\"boot_id\":\"[^\"]*\"", "\"boot_id\":\"x\""));
        });
        var end = await host.EndAsync(id);
        Assert.Equal((TestJobHealth.Incomplete, "Infrastructure"), (end.Health, end.ErrorType));
        // Of this boot after all: it is to end.
        File.WriteAllText(gate, "");
        await Soon.HoldsAsync(() => !Lives(host.Output(id)[0]));
    }

    [Fact]
    public async Task Two_devices_run_two_jobs_at_once()
    {
        await using var host = await WorkerHost.StartAsync();
        await host.AddDeviceAsync("box2", "shell");
        var (one, two) = (Path.Combine(host.Work, "one"), Path.Combine(host.Work, "two"));
        // Each goes on when the other has begun.
        var first = await host.SubmitAsync($"echo begun\nwhile [ ! -e {one} ]; do sleep 0.05; done");
        var second = await host.SubmitAsync($"echo begun\nwhile [ ! -e {two} ]; do sleep 0.05; done");
        await Soon.HoldsAsync(() => host.Output(first).Count == 1 && host.Output(second).Count == 1);
        File.WriteAllText(one, "");
        File.WriteAllText(two, "");
        Assert.Equal([TestJobHealth.Complete, TestJobHealth.Complete], [(await host.EndAsync(first)).Health, (await host.EndAsync(second)).Health]);
    }

    [Fact]
    public async Task The_log_says_who_runs_what_is_taken_up_and_what_no_shell_can_run()
    {
        await using var host = await WorkerHost.StartAsync();
        await host.AddTypeAsync("qemu");
        await host.AddTypeAsync("shell-small");
        await host.AddDeviceAsync("board", "qemu");
        await host.AddDeviceAsync("tiny", "shell-small");
        var gate = Path.Combine(host.Work, "gate");
        var foreign = await host.SubmitTextAsync("job_name: a\ndevice_type: qemu\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\n");
        var small = await host.SubmitTextAsync("job_name: a\ndevice_type: shell-small\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\n");
        Assert.Equal(TestJobHealth.Complete, (await host.EndAsync(small)).Health);
        var id = await host.SubmitAsync($"echo begun\nwhile [ ! -e {gate} ]; do sleep 0.05; done");
        await Soon.HoldsAsync(() => host.Output(id).Count == 1);
        await host.RestartAsync(() => File.WriteAllText(gate, ""));
        await host.EndAsync(id);
        var user = Environment.IsPrivilegedProcess ? "nobody" : Environment.UserName;
        var said = host.Said.Of("drover.worker");
        Assert.Equal(2, said.Count(line => line == $"Worker own runs shell devices here, as {user}"));
        Assert.Contains($"Test job {id} is taken up where it is: running, definition 0", said);
        Assert.Contains($"Test job {foreign} has device board of type qemu, which is no shell: worker own cannot run it", said);
        var end = await host.EndAsync(foreign);
        Assert.Equal((TestJobHealth.Incomplete, "Infrastructure"), (end.Health, end.ErrorType));
        Assert.StartsWith("Device board of type qemu is no shell, and hangs on own, the worker in the daemon: give it the worker", end.Comment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_is_free_for_a_LAVA_worker_of_this_machine_until_a_shell_hangs_on_it()
    {
        await using var host = await WorkerHost.StartAsync(hasShell: false);
        await host.AddTypeAsync("qemu");
        await host.AddDeviceAsync("board", "qemu");
        var job = await host.SubmitTextAsync("job_name: a\ndevice_type: qemu\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\n");
        Assert.Null(host.Lab.Assignments.Hearing.WhyReserved("own"));
        Assert.Null(host.Lab.Assignments.Hearing.WhyReserved("other"));
        await host.AddTypeAsync("shell-small");
        await host.AddDeviceAsync("tiny", "shell-small");
        Assert.Contains("'own' is the worker in the daemon", host.Lab.Assignments.Hearing.WhyReserved("own"), StringComparison.Ordinal);
        Assert.Null(host.Lab.Assignments.Hearing.WhyReserved("other"));
        Assert.Equal(TestJobHealth.Incomplete, (await host.EndAsync(job)).Health);
    }

    [Fact]
    public async Task A_work_directory_that_its_user_cannot_come_to_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: steps run as another user");
        await using var host = await WorkerHost.StartAsync();
        File.SetUnixFileMode(Path.GetDirectoryName(host.Work)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var end = await host.EndAsync(await host.SubmitAsync("true"));
        Assert.Equal((TestJobHealth.Incomplete, "Infrastructure"), (end.Health, end.ErrorType));
        Assert.Contains($"User nobody cannot pass through \"{Path.GetDirectoryName(host.Work)}\"", end.Comment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_directories_go_when_their_time_is_over()
    {
        await using var host = await WorkerHost.StartAsync(options => With(options, keep: TimeSpan.Zero));
        var id = await host.SubmitAsync("mkdir sub; ln -s /etc sub/link; echo x > sub/file");
        await host.EndAsync(id);
        await host.CleanAsync();
        await Soon.HoldsAsync(() => !Directory.Exists(Path.Combine(host.Work, $"{id}")));
        Assert.True(File.Exists("/etc/passwd"));
    }

    /// <summary>Whether a process is there; one that only waits to be reaped is not.</summary>
    internal static bool Lives(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Trim()[0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static ShellWorkerOptions With(ShellWorkerOptions options, TimeSpan? grace = null, long? lines = null, TimeSpan? keep = null) =>
        options with { Grace = grace ?? options.Grace, LogLines = lines ?? options.LogLines, Keep = keep ?? options.Keep };
}
