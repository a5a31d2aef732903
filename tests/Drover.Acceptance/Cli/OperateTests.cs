using System.Text.Json.Nodes;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Cli;

/// <summary>What who operates a daemon wants to see: all of an object, the daemon from within, and both in the language of the caller.</summary>
public sealed class OperateTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    private Daemon Daemon => ganeti.Daemon;

    [Fact]
    public void A_dump_has_every_field_of_every_resource()
    {
        Daemon.Drover("submit", "test-delay", "duration=0.01").Expect(0);
        var resources = JsonNode.Parse(Daemon.Http.Get("/v1/query").Body)!["resources"]!.AsArray().Select(resource => (string)resource!["name"]!).ToList();
        Assert.InRange(resources.Count, 15, int.MaxValue);
        var shown = new List<string>();
        foreach (var resource in resources)
        {
            var fields = JsonNode.Parse(Daemon.Drover("fields", resource, "-o", "json").Expect(0).Output)!.AsArray().Select(field => (string)field!["name"]!).Order(StringComparer.Ordinal).ToList();
            var rows = JsonNode.Parse(Daemon.Drover("get", resource, "--dump", "-o", "json", "--limit", "3").Expect(0).Output)!.AsArray();
            Assert.All(rows, row => Assert.Equal(fields, row!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)));
            if (rows.Count > 0)
                shown.Add(resource);
        }
        // The others have no rows on a daemon that has just been started.
        Assert.Empty(new[] { "cluster", "event", "job", "node" }.Except(shown));
    }

    [Fact]
    public void The_full_status_names_a_lock_while_a_job_holds_it()
    {
        var holder = Daemon.Http.SubmitLocked(300);
        Daemon.Http.WaitFor(holder, "running");
        var held = Daemon.Drover("status", "--full").Output;
        Assert.Contains($"exclusive by job {holder}", held, StringComparison.Ordinal);
        Assert.Contains($"job {holder} (TEST_DELAY(300.0)) runs for", held, StringComparison.Ordinal);
        Daemon.Drover("cancel", $"{holder}", "--kill").Expect(0);
        Daemon.Http.WaitForEnd(holder);
        Assert.DoesNotContain($"by job {holder}", Daemon.Drover("status", "--full").Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_in_two_languages_at_once_each_read_their_own()
    {
        var told = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => (i, Command.Run(Programs.Client, ["get", "status"],
            new Dictionary<string, string> { ["DROVER_SOCKET"] = Daemon.Sandbox.HttpSocket, ["LC_ALL"] = i % 2 == 0 ? "fr_FR.UTF-8" : "C" }).Output))));
        Assert.All(told, answer => Assert.Equal(answer.i % 2 == 0, answer.Output.Contains("prend des tâches", StringComparison.Ordinal)));
        Assert.All(told, answer => Assert.Equal(answer.i % 2 == 1, answer.Output.Contains("takes jobs", StringComparison.Ordinal)));
        Assert.DoesNotContain("tâche", Daemon.Log, StringComparison.Ordinal);
    }
}
