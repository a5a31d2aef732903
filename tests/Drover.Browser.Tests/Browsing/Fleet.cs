using System.Globalization;
using System.Text.Json.Nodes;
using Drover.Acceptance.Running;

namespace Drover.Browser.Tests.Browsing;

/// <summary>A daemon with something of everything: jobs in each state, services, a device with a test job that has run. Tests share it, and change only what they have added.</summary>
public sealed class Fleet : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public Fleet()
    {
        File.WriteAllText(_sandbox.At("cltab"), "web:httpd:1:respawn:/bin/sh -c 'echo listening; exec sleep 1000'\nweb:broken:2:once:/bin/false\n"
            + $"web:teller:1:respawn:/usr/bin/tail -n +1 -F {Said}\n");
        File.WriteAllText(Said, "");
        Daemon = Daemon.Start(_sandbox, "--listen", "127.0.0.1:0", "--cltab", _sandbox.At("cltab"));
        try
        {
            Fill();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal Daemon Daemon { get; }

    /// <summary>What is written here becomes output of the process <c>web/teller</c>.</summary>
    internal string Said => _sandbox.At("said");

    internal HttpDoor Http => Daemon.Http;

    internal Uri Address => new($"http://{Daemon.Listens}");

    /// <summary>A job that runs, and holds the lock of the node.</summary>
    internal long Running { get; private set; }

    /// <summary>A job that waits for that lock.</summary>
    internal long Waiting { get; private set; }

    /// <summary>A job that has failed.</summary>
    internal long Failed { get; private set; }

    /// <summary>A test job that is over, with results and a log.</summary>
    internal long TestJob { get; private set; }

    /// <summary>A link that signs in whoever runs the tests.</summary>
    internal Uri Link()
    {
        var (status, body) = Http.Post("/v1/sign-in-links", "{}");
        Assert.True(status == 201, $"{status} {body}");
        return new Uri((string)JsonNode.Parse(body)!["url"]!);
    }

    /// <summary>Each kind of page, filled.</summary>
    internal IReadOnlyList<string> Pages =>
    [
        "/", "/jobs", "/jobs?status=error", "/jobs?filter=colour", Page(Running), Page(Waiting), Page(Failed), Page(TestJob), "/jobs/999999", "/services", "/services/web", "/services/web?level=2",
        "/nodes", $"/nodes/{Sandbox.NodeName}", $"/services/web?node={Sandbox.NodeName}", "/devices", "/devices/box", "/workers", $"/workers/{Sandbox.NodeName}", "/test-jobs", $"{Page(TestJob)}/history?suite=0_smoke&case=speed", $"/logs/test-job%2F{TestJob}", "/logs/service%2Fweb%2Fhttpd",
        "/locks", "/audit", "/settings", "/list", "/list/job", "/list/event", "/list/device/box", "/list/result", "/sign-in",
    ];

    public void Dispose()
    {
        Daemon.Dispose();
        _sandbox.Dispose();
    }

    private static string Page(long job) => string.Create(CultureInfo.InvariantCulture, $"/jobs/{job}");

    private void Fill()
    {
        Running = Http.SubmitLocked(900);
        Http.WaitFor(Running, "running");
        Waiting = Http.SubmitLocked(1);
        Failed = Http.Submit("""{"OP_ID":"OP_TEST_DELAY","duration":0,"on_master":false,"on_nodes":["nowhere"]}""");
        Http.WaitForEnd(Failed);
        var level = Http.Submit("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"web","level":"1"}""");
        Assert.Equal("success", Http.WaitForEnd(level));
        Daemon.Drover("submit", "device-type-add", "name=shell").Expect(0);
        Daemon.Drover("submit", "device-add", "name=box", "device_type=shell", $"worker={Sandbox.NodeName}", "health=good").Expect(0);
        TestJob = Http.Submit(new JsonObject { ["OP_ID"] = "OP_TEST_JOB_RUN", ["definition"] = Definition }.ToJsonString());
        Assert.Equal("success", Http.WaitForEnd(TestJob));
    }

    private const string Definition = """
        job_name: smoke
        device_type: shell
        visibility: public
        timeouts: {job: {minutes: 2}}
        actions:
        - test:
            definitions:
            - from: inline
              name: smoke
              path: smoke.yaml
              repository:
                metadata: {name: smoke}
                run:
                  steps:
                  - echo hello from the board
                  - lava-test-case speed --result pass --measurement 3.5 --units MB/s
                  - lava-test-case disk --result fail
        """;
}
