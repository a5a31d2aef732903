using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Drover.Cli.Tests.Lab;

public sealed class ImportLabTests : IAsyncLifetime
{
    private readonly string _site = Directory.CreateTempSubdirectory("dc").FullName;
    private FakeDaemon _daemon = null!;
    private long _id = 100;

    public async ValueTask InitializeAsync()
    {
        _daemon = (await FakeDaemon.StartAsync())
            .On("GET /v1/opcodes", """{"opcodes":[{"id":"OP_WORKER_TEXT_SET","parameters":[]}]}""")
            .On("GET /v1/query/device-type", Rows("[0,\"qemu\"]"))
            .On("GET /v1/query/worker", Rows())
            .On("GET /v1/query/device", Rows("[0,\"old\"],[0,\"{% extends 'qemu.jinja2' %}\"]", "[0,\"bare\"],[3,null]"))
            .On("GET /v1/query/device-template", Rows("[0,\"qemu\"],[0,\"one\"]", "[0,\"same\"],[0,\"same\"]"))
            .On("GET /v1/query/health-check", Rows())
            .On("GET /v1/query/worker-configuration", Rows("[0,\"w1\"],[0,\"a: 0\\n\"]", "[0,\"_all\"],[0,\"same: 1\\n\"]"))
            .On("POST /v1/jobs", async context =>
            {
                var jobs = _daemon.Requests.Last(request => request.Line == "POST /v1/jobs");
                using var body = JsonDocument.Parse(jobs.Body);
                await context.Response.WriteAsync($$"""{"jobs":[{{string.Join(',', body.RootElement.GetProperty("jobs").EnumerateArray().Select(_ => $$"""{"id":{{++_id}}}"""))}}]}""");
            });
        for (var id = 101; id < 130; id++)
            _daemon.OnJob(id, Canned.Wait("success", true).Replace("\"id\":17", $"\"id\":{id}", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_site, recursive: true);
        return _daemon.DisposeAsync();
    }

    [Fact]
    public void On_a_terminal_a_bar_counts_the_changes_and_leaves_their_lines()
    {
        Write("device-types/base.jinja2", "base");
        Write("device-types/other.jinja2", "other");
        Write("health-checks/bbb.yaml", "job_name: check\n");
        var plain = _daemon.Run("import", "lab", _site, "--dry-run");
        Assert.DoesNotContain("\x1b", plain.Out, StringComparison.Ordinal);
        var result = CliRun.InProcess(["import", "lab", _site, "--socket", _daemon.SocketPath], canDraw: true);
        Assert.Contains("change 2 of 3", result.Out, StringComparison.Ordinal);
        var terminal = new Live.GridTerminal(100, 10);
        terminal.Write(System.Text.Encoding.UTF8.GetBytes(result.Out));
        Assert.Equal(["add template base: done, job 101", "add template other: done, job 102", "add health check bbb: done, job 103", "3 changes, 0 as they are already"], terminal.Lines.Take(4));
        Assert.All(terminal.Lines.Skip(4), line => Assert.Equal("", line));
    }

    [Fact]
    public void What_is_missing_or_another_is_submitted_grounds_first()
    {
        Write("device-types/qemu.jinja2", "two");
        Write("device-types/same.jinja2", "same");
        Write("device-types/base.jinja2", "base");
        Write("devices/old.jinja2", "{% extends 'qemu.jinja2' %}");
        Write("devices/bare.jinja2", "{% extends 'qemu.jinja2' %}");
        Write("devices/b1.jinja2", "{# a board #}\n{%- extends \"bbb.jinja2\" %}\n");
        Write("health-checks/bbb.yaml", "job_name: check\n");
        Write("dispatcher.d/w1.yaml", "a: 1\n");
        Write("dispatcher.d/w2/env.dut.yaml", "b: 2\n");
        Write("env.yaml", "c: 3\n");
        Write(".git/config", "x");
        var result = _daemon.Run("import", "lab", _site, "--worker", "w9");
        Assert.Equal("", result.Err);
        Assert.Equal((0, """
            add template base: done, job 101
            change template qemu: done, job 102
            add device type bbb: done, job 103
            add worker w9: done, job 104
            add worker w1: done, job 105
            add worker w2: done, job 106
            add device b1 of type bbb on worker w9: done, job 107
            change the dictionary of device bare: done, job 108
            set dispatcher of worker w1: done, job 109
            set env-dut of worker w2: done, job 110
            set env of all workers: done, job 111
            add health check bbb: done, job 112
            12 changes, 2 as they are already

            """), (result.Code, result.Out));
        var ops = Ops();
        Assert.Equal("""{"OP_ID":"OP_DEVICE_ADD","name":"b1","device_type":"bbb","dictionary":"{# a board #}\n{%- extends \u0022bbb.jinja2\u0022 %}\n","worker":"w9"}""", ops[6]);
        Assert.Equal("""{"OP_ID":"OP_WORKER_TEXT_SET","worker":"","kind":"env","text":"c: 3\n"}""", ops[10]);
    }

    [Fact]
    public void A_dry_run_makes_no_job()
    {
        Write("device-types/qemu.jinja2", "two");
        var result = _daemon.Run("import", "lab", _site, "--dry-run");
        Assert.Equal((0, "would change template qemu\n1 change, 0 as they are already; nothing was submitted\n", ""), (result.Code, result.Out, result.Err));
        Assert.DoesNotContain(_daemon.Requests, request => request.Line == "POST /v1/jobs");
    }

    [Fact]
    public void What_is_there_already_is_left_alone()
    {
        Write("device-types/same.jinja2", "same");
        Write("env.yaml", "same: 1\n");
        var result = _daemon.Run("import", "lab", _site);
        Assert.Equal((0, "0 changes, 2 as they are already\n", ""), (result.Code, result.Out, result.Err));
        Assert.DoesNotContain(_daemon.Requests, request => request.Line == "POST /v1/jobs");
    }

    [Fact]
    public void What_is_not_understood_is_named_and_the_rest_goes_on()
    {
        Write("device-types/qemu.jinja2", "two");
        Write("device-types/qemu.jinja2~", "one");
        Write("devices/loose.jinja2", "{% set a = 1 %}");
        Write("README", "x");
        Write("templates/x.jinja2", "x");
        Directory.CreateDirectory(Path.Combine(_site, "devices"));
        File.WriteAllBytes(Path.Combine(_site, "devices/latin.jinja2"), [0xe4]);
        var result = _daemon.Run("import", "lab", _site);
        Assert.Equal((1, "change template qemu: done, job 101\n1 change, 0 as they are already, 5 not taken\n"), (result.Code, result.Out));
        Assert.Equal(
            ["README is no file of a lab", "device-types/qemu.jinja2~ has no name that such a file has", "devices/latin.jinja2 is not UTF-8", "templates/x.jinja2 is no file of a lab", "devices/loose.jinja2 extends no template"],
            result.Err.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line["drover: NOT_TAKEN: ".Length..].Split(", or")[0]));
    }

    [Fact]
    public void A_job_that_fails_is_told_with_its_file()
    {
        Write("health-checks/q.yaml", "nonsense");
        _daemon.OnJob(101, Canned.Wait("error", true, opresult: """[["OpPrereqError",["line 1: a job definition is a map"]]]""").Replace("\"id\":17", "\"id\":101", StringComparison.Ordinal));
        var result = _daemon.Run("import", "lab", _site);
        Assert.Equal((1, "1 change, 0 as they are already, 1 not taken\n"), (result.Code, result.Out));
        Assert.StartsWith("drover: JOB_FAILED: health-checks/q.yaml: add health check q: job 101 ended as error: op 0: line 1: a job definition is a map\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_that_takes_no_texts_of_workers_is_told()
    {
        Write("dispatcher.d/w1.yaml", "a: 1\n");
        _daemon.On("GET /v1/opcodes", """{"opcodes":[]}""");
        var result = _daemon.Run("import", "lab", _site);
        Assert.Equal((1, "drover: NOT_TAKEN: dispatcher.d/w1.yaml is a text for workers, which this daemon does not take\n"), (result.Code, result.Err));
    }

    [Fact]
    public void The_directory_above_will_do_and_another_is_refused()
    {
        Write("dispatcher-config/device-types/same.jinja2", "same");
        Assert.Equal(0, _daemon.Run("import", "lab", _site).Code);
        var result = _daemon.Run("import", "lab", Path.Combine(_site, "dispatcher-config/device-types"));
        Assert.Equal(2, result.Code);
        Assert.Contains("has none of devices/, device-types/, health-checks/, dispatcher.d/", result.Err, StringComparison.Ordinal);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_site, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private List<string> Ops() => [.. _daemon.Requests.Where(request => request.Line == "POST /v1/jobs").SelectMany(request =>
    {
        using var body = JsonDocument.Parse(request.Body);
        return body.RootElement.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("ops")[0].GetRawText()).ToList();
    })];

    private static string Rows(params string[] rows) => $$"""{"fields":[],"rows":[{{string.Join(',', rows.Select(row => $"[{row}]"))}}],"next":null}""";
}
