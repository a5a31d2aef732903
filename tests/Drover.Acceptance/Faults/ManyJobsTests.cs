using System.Text.Json.Nodes;
using Drover.Acceptance.Running;
using Drover.Tests.Shared;

namespace Drover.Acceptance.Faults;

/// <summary>A daemon that starts with very many jobs in its queue: 10,000 in each run, 100,000 in the long one.</summary>
public sealed class ManyJobsTests : IDisposable
{
    private const int Batch = 2_000;

    private static readonly int s_jobs = TestScale.Of(10_000);

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Very_many_queued_jobs_are_there_after_kill_9_and_begin_to_run()
    {
        string filter;
        using (var daemon = Daemon.Start(_sandbox))
        {
            using var luxi = daemon.Luxi();
            filter = (string)luxi.Call("ReplaceFilter", null, 0, new JsonArray(), "PAUSE", new JsonArray())!;
            for (var sent = 0; sent < s_jobs; sent += Batch)
                luxi.Call("SubmitManyJobs", Many());
            daemon.Kill9();
        }
        using var again = Daemon.Start(_sandbox);
        Assert.Equal(s_jobs, Unfinished(again));
        Assert.Equal("queued", again.Http.Status(1));
        using var client = again.Luxi();
        client.Call("DeleteFilter", filter);
        Assert.Equal("success", again.Http.WaitForEnd(1));
        // The rest is not waited for: a second signal stops at once, whatever is under way.
        again.Signal(Signals.Terminate);
        again.Signal(Signals.Terminate);
        again.WaitForEnd();
    }

    private static JsonArray Many() => new([.. Enumerable.Range(0, Batch).Select(_ =>
        new JsonArray(new JsonObject { ["OP_ID"] = "OP_TEST_DELAY", ["duration"] = 0.001, ["on_master"] = false, ["reason"] = new JsonArray() }))]);

    private static long Unfinished(Daemon daemon) => (long)JsonNode.Parse(daemon.Http.Get("/v1/queue").Body)!["unfinished"]!;
}
