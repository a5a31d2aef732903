using System.Diagnostics;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>The lab from the command line: things are added, a site is imported, test jobs are submitted from files and followed to what their cases found.</summary>
public sealed partial class LabCommandLineTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly List<Process> _workers = [];
    private readonly Daemon _daemon;

    public LabCommandLineTests()
    {
        _daemon = Daemon.Start(_sandbox, "--lava-master", "tcp://127.0.0.1:*", "--lava-logs", "tcp://127.0.0.1:*", "--lava-resend-time", "1s");
        File.WriteAllText(_sandbox.At("job.yaml"), "# smoke\njob_name: hello\ndevice_type: qemu\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\n");
        _daemon.Drover("add", "device-type", "qemu").Expect(0);
        _daemon.Drover("add", "worker", "w1").Expect(0);
        _daemon.Drover("add", "device", "b1", "--type", "qemu", "--worker", "w1", "--tags", "kvm,usb", "--health", "good").Expect(0);
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Kill();
            worker.WaitForExit();
            worker.Dispose();
        }
        _daemon.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void A_test_job_of_a_file_is_followed_to_what_its_cases_found()
    {
        Worker();
        var done = _daemon.Drover("submit", _sandbox.At("job.yaml")).Expect(8);
        var id = SubmittedJob().Match(done.Output).Groups["id"].Value;
        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"2026-11-28 21:00:00  line {n} of {id}"), done.Output.Split('\n').Where(line => line.Contains("  line ", StringComparison.Ordinal)));
        Assert.Contains("[result] 0_smoke/boot: pass, 3.5 s\n", done.Output, StringComparison.Ordinal);
        Assert.Matches($@"Job {id} complete on device b1 after \S+\nSuite +Passed +Failed +Skipped +Unknown\n0_smoke +1 +1 +0 +0\nlava +1 +0 +0 +0\nfailed: 0_smoke/net\n$", done.Output);
        Assert.Contains("CASES_FAILED: 1 test case", done.Error, StringComparison.Ordinal);

        Assert.Equal(27, _daemon.Drover("logs", id).Expect(0).Lines.Length - 1);
        Assert.Equal(_daemon.Http.Get($"/v1/logs/test-job%2F{id}").Body, _daemon.Drover("logs", id, "--raw").Expect(0).Output);
        Assert.Single(_daemon.Drover("logs", id, "-n", "1").Expect(0).Lines);
        Assert.Contains("0_smoke", _daemon.Drover("show", "test-job", id).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(["net"], _daemon.Drover("get", "results", "--job", id, "--failed", "-c", "case", "--no-headers").Expect(0).Lines);
        Assert.Contains(id, _daemon.Drover("get", "test-jobs", "--last", "--mine").Expect(0).Row(id));
        Assert.Contains("complete on device b1", _daemon.Drover("watch", id).Expect(8).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_is_incomplete_ends_with_another_code()
    {
        Worker("crash");
        Assert.Contains("it fell", _daemon.Drover("submit", _sandbox.At("job.yaml")).Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_waiting_job_says_where_the_devices_stand_and_is_canceled_with_its_code()
    {
        foreach (var name in (string[])["b2", "b3", "b4", "b5"])
            _daemon.Drover("add", "device", name, "--type", "qemu", "--worker", "w1", "--health", "maintenance").Expect(0);
        using var following = Command.Begin(Programs.Client, ["--socket", _sandbox.HttpSocket, "submit", _sandbox.At("job.yaml")]);
        var id = SubmittedJob().Match(following.StandardOutput.ReadLine()!).Groups["id"].Value;
        Assert.Equal($"Job {id} waits: 5 devices of type qemu: 1 offline, 4 in maintenance", following.StandardOutput.ReadLine());
        Assert.Equal($"Job {id} waits for a device: 5 devices of type qemu: 1 offline, 4 in maintenance.\n", _daemon.Drover("why", id).Expect(0).Output);
        Assert.Contains("device b5", _daemon.Drover("why", id, "--all").Expect(0).Output, StringComparison.Ordinal);
        _daemon.Drover("cancel", id).Expect(0);
        following.StandardOutput.ReadToEnd();
        following.WaitForExit();
        Assert.Equal(4, following.ExitCode);
    }

    [Fact]
    public void A_definition_is_checked_and_its_mistake_named_with_key_and_line()
    {
        Assert.Contains("no problems", _daemon.Drover("chk", "job", _sandbox.At("job.yaml")).Expect(0).Output, StringComparison.Ordinal);
        File.WriteAllText(_sandbox.At("bad.yaml"), "job_name: hello\ndevice_type: qemu\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions:\n- deploy: {}\n");
        Assert.Matches(@"WOULD_FAIL: .*bad\.yaml: actions\[0\]\.deploy, line 6: ", _daemon.Drover("chk", "job", _sandbox.At("bad.yaml")).Expect(1).Error);
        Assert.Equal("", _daemon.Drover("get", "test-jobs", "-o", "name").Expect(0).Output);
    }

    [Fact]
    public void A_site_is_imported_once_and_a_second_time_nothing_changes()
    {
        foreach (var (path, text) in ((string, string)[])
            [
                ("device-types/base.jinja2", "actions: {}\n"), ("device-types/bbb.jinja2", "{% extends 'base.jinja2' %}\n"), ("devices/b1.jinja2", "{% extends 'base.jinja2' %}\n"),
                ("devices/bbb-01.jinja2", "{% extends 'bbb.jinja2' %}\n"), ("dispatcher.d/w1/env.yaml", "A: 1\n"), ("health-checks/bbb.yaml", File.ReadAllText(_sandbox.At("job.yaml")).Replace("qemu", "bbb", StringComparison.Ordinal)),
            ])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_sandbox.At($"site/{path}"))!);
            File.WriteAllText(_sandbox.At($"site/{path}"), text);
        }

        Assert.Contains("would add device bbb-01 of type bbb on worker w1", _daemon.Drover("import", "lab", _sandbox.At("site"), "--worker", "w1", "--dry-run").Expect(0).Output, StringComparison.Ordinal);
        Assert.EndsWith("7 changes, 0 as they are already\n", _daemon.Drover("import", "lab", _sandbox.At("site"), "--worker", "w1").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("0 changes, 6 as they are already\n", _daemon.Drover("import", "lab", _sandbox.At("site")).Expect(0).Output);
        Assert.Equal(["bbb", "bbb-01", "w1"], _daemon.Drover("get", "devices", "-F", "name == \"bbb-01\"", "-o", "template={type} {name} {worker}").Expect(0).Output.Trim().Split(' '));
        Assert.Contains("  {% extends 'bbb.jinja2' %}", _daemon.Drover("show", "device", "bbb-01", "-o", "json").Expect(0).Output.Replace("\"", "  ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Things_of_the_lab_are_changed_and_removed()
    {
        _daemon.Drover("mod", "device", "b1", "--health", "bad", "--health-reason", "smoke").Expect(0);
        Assert.Contains("Bad", _daemon.Drover("get", "devices").Expect(0).Row("b1"));
        _daemon.Drover("mod", "worker", "w1", "--job-limit", "3").Expect(0);
        _daemon.Drover("mod", "device-type", "qemu", "--health-frequency", "7", "--health-denominator", "jobs").Expect(0);
        Assert.Equal(["qemu", "1", "7", "jobs"], _daemon.Drover("get", "device-types").Expect(0).Row("qemu"));
        _daemon.Drover("del", "worker", "w1").Expect(1);
        _daemon.Drover("del", "device", "b1").Expect(0);
        _daemon.Drover("del", "worker", "w1").Expect(0);
        _daemon.Drover("del", "device-type", "qemu").Expect(0);
    }

    private void Worker(string manner = "") =>
        _workers.Add(Command.Begin("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "python/worker.py"), "w1", Endpoint(WorkersAt()), Endpoint(LogsAt()), manner]));

    private string Endpoint(Regex line) => line.Match(_daemon.Log) is { Success: true } match ? match.Groups["endpoint"].Value : throw new InvalidOperationException(_daemon.Log);

    [GeneratedRegex(@"LAVA's workers are served on (?<endpoint>\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex WorkersAt();

    [GeneratedRegex(@"Log lines of LAVA's jobs are taken on (?<endpoint>\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LogsAt();

    [GeneratedRegex(@"Job (?<id>\d+) submitted", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SubmittedJob();
}
