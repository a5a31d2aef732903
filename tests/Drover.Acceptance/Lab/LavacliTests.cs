using System.Diagnostics;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>Debian's unmodified lavacli, with all of its verbs, against the daemon over TCP.</summary>
public sealed partial class LavacliTests : IDisposable
{
    private const string Definition = "job_name: hello\ndevice_type: qemu\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nmetadata: {build: '7'}\nactions: []\n";

    private readonly Sandbox _sandbox = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("drc").FullName;
    private readonly Daemon _daemon;
    private readonly string _address;
    private readonly string _token;
    private Process? _worker;

    public LavacliTests()
    {
        _daemon = Daemon.Start(_sandbox, "--listen", "127.0.0.1:0", "--lava-master", "tcp://127.0.0.1:*", "--lava-logs", "tcp://127.0.0.1:*", "--lava-verdict-time", "2s", "--lava-resend-time", "1s");
        _address = "http://" + _daemon.Listens;
        _token = _daemon.Drover("token", "create", "--user", "ada", "--superuser", "--description", "ci").Expect(0).Lines[^1];
        _daemon.Drover("submit", "device-type-add", "name=qemu").Expect(0);
        _daemon.Drover("submit", "worker-add", "name=w1").Expect(0);
        _daemon.Drover("submit", "device-add", "name=b1", "device_type=qemu", "worker=w1", "health=good").Expect(0);
    }

    public void Dispose()
    {
        _worker?.Kill();
        _worker?.WaitForExit();
        _worker?.Dispose();
        _daemon.Dispose();
        _sandbox.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Jobs_are_submitted_followed_and_looked_at()
    {
        StartWorker();
        var file = Written("job.yaml", Definition);
        var id = Says("jobs", "submit", file).Lines.Single();
        Says("jobs", "wait", id);
        var log = Says("jobs", "logs", id).Output;
        Assert.Contains($"line 0 of {id}", log, StringComparison.Ordinal);
        Assert.Contains($"line 24 of {id}", log, StringComparison.Ordinal);
        Assert.Equal(28, Says("jobs", "logs", "--raw", id).Lines.Length);
        Assert.Equal(2, Says("jobs", "logs", "--raw", "--start", "3", "--end", "5", "--no-follow", id).Lines.Length);
        var show = Says("jobs", "show", id).Output;
        foreach (var line in new[] { $"id          : {id}", "description : hello", "submitter   : ada", "device      : b1", "state       : Finished", "Health      : Complete", "visibility  : Publicly visible" })
            Assert.Contains(line, show, StringComparison.Ordinal);
        Assert.Contains("health: Complete", Says("jobs", "show", "--yaml", id).Output, StringComparison.Ordinal);
        Assert.Contains($"* {id}: Finished,Complete [ada] (hello) - qemu", Says("jobs", "list").Output, StringComparison.Ordinal);
        Assert.Contains(id, Says("jobs", "list", "--state", "FINISHED", "--health", "COMPLETE", "--since", "60", "--verbose").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", Says("jobs", "list", "--state", "RUNNING").Output, StringComparison.Ordinal);
        Assert.Equal(Definition.TrimEnd(), Says("jobs", "definition", id).Output.TrimEnd());
        Says("jobs", "config", "--dest", Path.Combine(_directory, "config"), id);
        Assert.Contains("compatibility: 0", string.Concat(Directory.GetFiles(Path.Combine(_directory, "config")).Select(File.ReadAllText)), StringComparison.Ordinal);
        var results = Says("results", id).Output;
        Assert.Contains("0_smoke.boot", results, StringComparison.Ordinal);
        Assert.Contains("lava.job", results, StringComparison.Ordinal);
        Assert.Contains("measurement: '3.5000000000'", Says("results", "--yaml", id, "0_smoke").Output, StringComparison.Ordinal);
        Assert.Contains("fail", Says("results", id, "0_smoke", "net").Output, StringComparison.Ordinal);
        var again = Says("jobs", "resubmit", id).Lines.Single();
        Assert.NotEqual(id, again);
        Says("jobs", "wait", again);
        Assert.Contains("line 24 of", Says("jobs", "run", file).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_waits_is_in_the_queue_until_it_is_cancelled()
    {
        Says("devices", "maintenance", "--no-wait", "b1");
        var id = Says("jobs", "submit", Written("job.yaml", Definition)).Lines.Single();
        Assert.Contains($"* {id}: ada (hello) - qemu", Says("jobs", "queue").Output, StringComparison.Ordinal);
        Assert.Contains(id, Says("jobs", "queue", "--limit", "5", "--start", "0", "qemu").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", Says("jobs", "queue", "other").Output, StringComparison.Ordinal);
        Says("jobs", "cancel", id);
        Says("jobs", "wait", id);
        Assert.Contains("Health      : Canceled", Says("jobs", "show", id).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", Says("jobs", "queue").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_is_told_with_place_and_rule_and_changes_nothing()
    {
        var wrong = Written("wrong.yaml", Definition.Replace("actions: []", "actions:\n- deploy: {}", StringComparison.Ordinal));
        var submitted = Cli("jobs", "submit", wrong);
        Assert.Contains("<Fault 400: ", submitted.Output, StringComparison.Ordinal);
        Assert.Contains("line 7", submitted.Output, StringComparison.Ordinal);
        Assert.Equal(1, Cli("jobs", "run", wrong).ExitCode);
        Assert.Empty(Says("jobs", "validate", Written("job.yaml", Definition)).Output.Trim());
        Assert.Contains("line 4", Cli("jobs", "validate", Written("short.yaml", Definition.Replace("{minutes: 5}", "{minutes: 0}", StringComparison.Ordinal))).All, StringComparison.Ordinal);
        Assert.Contains("<Fault 404: ", Cli("jobs", "cancel", "999").All, StringComparison.Ordinal);
        Assert.Equal(1, Cli("jobs", "show", "999").ExitCode);
        Assert.Contains("<Fault 404: ", Cli("jobs", "logs", "999").All, StringComparison.Ordinal);
        var stranger = Command.Run("lavacli", ["--uri", $"{_address}/RPC2", "jobs", "submit", Written("job.yaml", Definition)], Environment());
        Assert.Contains("<Fault 401: ", stranger.Output, StringComparison.Ordinal);
        Assert.Contains("b1", Command.Run("lavacli", ["--uri", $"{_address}//RPC2", "devices", "list"], Environment()).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("401 Client Error", Command.Run("lavacli", ["--uri", $"{_address.Replace("http://", "http://ada:wrong@", StringComparison.Ordinal)}/RPC2", "devices", "list"], Environment()).Expect(1).All, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", Says("jobs", "list").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_are_added_shown_and_changed()
    {
        Says("devices", "add", "--type", "qemu", "--worker", "w1", "--description", "on the shelf", "--health", "GOOD", "--user", "ada", "--private", "b2");
        Assert.Contains("* b2 (qemu): Idle,Good", Says("devices", "list").Output, StringComparison.Ordinal);
        var show = Says("devices", "show", "b2").Output;
        foreach (var line in new[] { "name        : b2", "device-type : qemu", "description : on the shelf", "worker      : w1", "device-dict : False" })
            Assert.Contains(line, show, StringComparison.Ordinal);
        Says("devices", "update", "--health", "RETIRED", "--description", "gone", "b2");
        Assert.DoesNotContain("b2", Says("devices", "list").Output, StringComparison.Ordinal);
        Assert.Contains("* b2 (qemu): Idle,Retired", Says("devices", "list", "--all").Output, StringComparison.Ordinal);
        Says("devices", "maintenance", "b1");
        Assert.Contains("health      : Maintenance", Says("devices", "show", "b1").Output, StringComparison.Ordinal);
        Says("devices", "tags", "add", "b1", "kvm");
        Says("devices", "tags", "add", "b1", "usb");
        Says("devices", "tags", "delete", "b1", "kvm");
        Assert.Equal(["Tags:", "* usb"], Says("devices", "tags", "list", "b1").Lines);
        Says("device-types", "template", "set", "qemu", Written("qemu.jinja2", "actions: {}\nname: {{ who }}\n"));
        Says("devices", "dict", "set", "b1", Written("b1.jinja2", "{% extends 'qemu.jinja2' %}\n{% set who = 'b1' %}\n"));
        Assert.Contains("{% extends 'qemu.jinja2' %}", Says("devices", "dict", "get", "b1").Output, StringComparison.Ordinal);
        Assert.Contains("name: b1", Says("devices", "dict", "get", "--render", "b1").Output, StringComparison.Ordinal);
        Assert.Contains("<Fault 404: ", Cli("devices", "show", "b9").All, StringComparison.Ordinal);
    }

    [Fact]
    public void Device_types_have_templates_health_checks_and_aliases()
    {
        Says("device-types", "add", "--description", "small", "--health-frequency", "3", "--health-denominator", "jobs", "pi");
        Assert.Contains("* pi (0)", Says("device-types", "list").Output, StringComparison.Ordinal);
        Says("device-types", "update", "--hide", "--health-disabled", "pi");
        Assert.DoesNotContain("pi", Says("device-types", "list").Output, StringComparison.Ordinal);
        Assert.Contains("* pi (0)", Says("device-types", "list", "--all").Output, StringComparison.Ordinal);
        Says("device-types", "aliases", "add", "pi", "raspberry");
        Assert.Contains("* raspberry", Says("device-types", "aliases", "list", "pi").Output, StringComparison.Ordinal);
        var show = Says("device-types", "show", "pi").Output;
        foreach (var line in new[] { "description     : small", "display         : False", "health disabled : True", "aliases         : ['raspberry']" })
            Assert.Contains(line, show, StringComparison.Ordinal);
        Says("device-types", "aliases", "delete", "pi", "raspberry");
        Says("device-types", "template", "set", "pi", Written("pi.jinja2", "a: 1\n"));
        Assert.Contains("a: 1", Says("device-types", "template", "get", "pi").Output, StringComparison.Ordinal);
        Says("device-types", "health-check", "set", "pi", Written("check.yaml", Definition.Replace("qemu", "pi", StringComparison.Ordinal)));
        Assert.Contains("job_name: hello", Says("device-types", "health-check", "get", "pi").Output, StringComparison.Ordinal);
        Says("aliases", "add", "emulator", "qemu");
        Assert.Contains("* emulator", Says("aliases", "list").Output, StringComparison.Ordinal);
        Assert.Contains("device-type: qemu", Says("aliases", "show", "emulator").Output, StringComparison.Ordinal);
        Says("aliases", "delete", "emulator");
        Assert.DoesNotContain("emulator", Says("aliases", "list").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Workers_and_tags_are_added_shown_and_changed()
    {
        Says("workers", "add", "--description", "second", "w2");
        Assert.Contains("* w2", Says("workers", "list").Output, StringComparison.Ordinal);
        Says("workers", "update", "--health", "MAINTENANCE", "--job-limit", "3", "w2");
        var show = Says("workers", "show", "w2").Output;
        foreach (var line in new[] { "hostname    : w2", "description : second", "state       : Offline", "health      : Maintenance", "job limit   : 3" })
            Assert.Contains(line, show, StringComparison.Ordinal);
        Says("workers", "add", "--disabled", "w3");
        Assert.Contains("health      : Retired", Says("workers", "show", "w3").Output, StringComparison.Ordinal);
        Says("workers", "maintenance", "w1");
        Assert.Contains("health      : Maintenance", Says("workers", "show", "w1").Output, StringComparison.Ordinal);
        Says("workers", "config", "set", "w1", Written("dispatcher.yaml", "dispatcher_ip: 127.0.0.1\n"));
        Assert.Contains("dispatcher_ip: 127.0.0.1", Says("workers", "config", "get", "w1").Output, StringComparison.Ordinal);
        Says("workers", "env", "set", "w1", Written("env.yaml", "overrides: {LANG: C}\n"));
        Assert.Contains("LANG: C", Says("workers", "env", "get", "w1").Output, StringComparison.Ordinal);
        Assert.Contains("<Fault 400: ", Cli("workers", "env", "set", "w1", Written("bad.yaml", "a: [")).All, StringComparison.Ordinal);
        Says("tags", "add", "--description", "has USB", "usb");
        Assert.Contains("* usb (has USB)", Says("tags", "list").Output, StringComparison.Ordinal);
        Says("devices", "tags", "add", "b1", "usb");
        Assert.Contains("* b1", Says("tags", "show", "usb").Output, StringComparison.Ordinal);
        Assert.Contains("<Fault 400: ", Cli("tags", "delete", "usb").All, StringComparison.Ordinal);
        Says("devices", "tags", "delete", "b1", "usb");
        Says("tags", "delete", "usb");
        Assert.DoesNotContain("usb", Says("tags", "list").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_system_tells_of_itself_is_exported_and_put_into_maintenance()
    {
        Assert.Equal(["2023.01"], Says("system", "version").Lines);
        Assert.Equal(["2"], Says("system", "api").Lines);
        Assert.Equal(["ada"], Says("system", "whoami").Lines);
        Assert.Contains("scheduler.jobs.submit", Says("system", "methods", "list").Output, StringComparison.Ordinal);
        Assert.Contains("definition", Says("system", "methods", "help", "scheduler.jobs.submit").Output, StringComparison.Ordinal);
        Assert.Contains("undef", Says("system", "methods", "signature", "scheduler.jobs.submit").Output, StringComparison.Ordinal);
        Says("system", "maintenance");
        Assert.Contains("health      : Maintenance", Says("workers", "show", "w1").Output, StringComparison.Ordinal);
        Says("system", "active");
        Assert.Contains("health      : Active", Says("workers", "show", "w1").Output, StringComparison.Ordinal);
        Says("devices", "tags", "add", "b1", "kvm");
        Says("devices", "dict", "set", "b1", Written("b1.jinja2", "actions: {}\n"));
        var export = Path.Combine(_directory, "export");
        var told = Says("system", "export", "--full", export);
        Assert.DoesNotContain("error", told.All, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("b1", string.Concat(Directory.GetFiles(export, "*", SearchOption.AllDirectories).Select(path => path + File.ReadAllText(path))), StringComparison.Ordinal);
    }

    private Finished Cli(params string[] arguments) => Command.Run("lavacli", ["--uri", $"{_address.Replace("http://", $"http://ada:{_token}@", StringComparison.Ordinal)}/RPC2", .. arguments], Environment());

    /// <summary>Runs a verb that must succeed and complain of nothing: lavacli ends with 0 after some faults.</summary>
    private Finished Says(params string[] arguments)
    {
        var said = Cli(arguments).Expect(0);
        Assert.DoesNotContain("Fault", said.All, StringComparison.Ordinal);
        Assert.DoesNotContain("nable to", said.All, StringComparison.Ordinal);
        return said;
    }

    /// <summary>Without settings of whoever runs the tests.</summary>
    private Dictionary<string, string> Environment() => new() { ["HOME"] = _directory, ["XDG_CONFIG_HOME"] = _directory };

    private string Written(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    private void StartWorker() =>
        _worker = Command.Begin("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "python/worker.py"), "w1", Told(WorkersAt()), Told(LogsAt())]);

    private string Told(Regex line) => line.Match(_daemon.Log) is { Success: true } match ? match.Groups["address"].Value : throw new InvalidOperationException(_daemon.Log);

    [GeneratedRegex(@"LAVA's workers are served on (?<address>\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex WorkersAt();

    [GeneratedRegex(@"Log lines of LAVA's jobs are taken on (?<address>\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LogsAt();
}
