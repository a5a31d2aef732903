using System.Text.Json.Nodes;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Faults;

/// <summary>kill -9 of the real daemon under load: nothing acknowledged is lost, nothing is done twice.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("before-begin", 5)]
    [InlineData("after-journal", 20)]
    [InlineData("after-rows", 5)]
    [InlineData("before-commit", 40)]
    [InlineData("after-commit", 5)]
    [InlineData("after-commit", 60)]
    [InlineData("after-head", 20)]
    public async Task After_kill_9_at_any_step_of_a_write_each_acknowledged_job_is_there_once(string step, int count)
    {
        var load = new SubmitLoad();
        using (var daemon = Daemon.StartWithFault(_sandbox, $"{step}:{count}"))
        {
            await load.RunAsync(daemon, clients: 8, most: 10_000);
            Assert.Equal(Daemon.KilledExitCode, daemon.WaitForEnd());
        }
        await ExpectAllOnceAsync(load);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(300)]
    public async Task After_kill_9_at_a_random_moment_each_acknowledged_job_is_there_once(int killAfter)
    {
        var load = new SubmitLoad();
        using (var daemon = Daemon.Start(_sandbox))
        {
            var running = load.RunAsync(daemon, clients: 8, most: 10_000);
            // The ids count up, so the daemon itself says when enough has been taken.
            daemon.Http.WaitForEnd(await FirstAtLeastAsync(daemon, load, killAfter));
            daemon.Kill9();
            await running;
        }
        await ExpectAllOnceAsync(load);
    }

    [Fact]
    public void Finished_jobs_keep_their_results_and_running_ones_say_what_happened()
    {
        long done, running, queued;
        string before;
        using (var daemon = Daemon.Start(_sandbox))
        {
            done = daemon.Http.SubmitDelay(0.01);
            daemon.Http.WaitForEnd(done);
            running = daemon.Http.SubmitLocked(300);
            daemon.Http.WaitFor(running, "running");
            queued = daemon.Http.SubmitLocked(0.01); // behind the lock of the running one
            before = daemon.Http.Job(done).ToJsonString();
            daemon.Kill9();
        }
        using var again = Daemon.Start(_sandbox);
        Assert.Equal(before, again.Http.Job(done).ToJsonString());
        Assert.Equal("error", again.Http.WaitForEnd(running));
        Assert.NotEqual("[null]", again.Http.Job(running)["opresult"]!.ToJsonString());
        Assert.Equal("success", again.Http.WaitForEnd(queued));
        JobList.ExpectSoundJournal(again);
    }

    [Fact]
    public void An_operation_that_resumes_goes_on_behind_its_last_step_and_repeats_none()
    {
        const int Steps = 30;
        var evidence = Path.Combine(_sandbox.State, "evidence", "steps");
        long id;
        using (var daemon = Daemon.Start(_sandbox, "--test-opcodes", "yes"))
        {
            id = daemon.Http.Submit($$"""{"OP_ID":"OP_TEST_STEPS","steps":{{Steps}},"step_seconds":0.05,"evidence":"steps"}""");
            daemon.Http.WaitFor(id, "running");
            WaitForLine(daemon, id, evidence, 3);
            daemon.Kill9();
        }
        using (var daemon = Daemon.Start(_sandbox, "--test-opcodes", "yes"))
        {
            WaitForLine(daemon, id, evidence, 10);
            daemon.Kill9();
        }
        using var last = Daemon.Start(_sandbox, "--test-opcodes", "yes");
        Assert.Equal("success", last.Http.WaitForEnd(id));
        Assert.Equal(Enumerable.Range(1, Steps).Select(step => $"{id} {step}"), File.ReadAllLines(evidence));
        JobList.ExpectSoundJournal(last);
    }

    [Fact]
    public void A_drained_queue_paused_watcher_filter_tag_and_group_survive()
    {
        string filter;
        using (var daemon = Daemon.Start(_sandbox))
        {
            daemon.Gnt("gnt-group", "add", "g2").Expect(0);
            daemon.Gnt("gnt-cluster", "add-tags", "kept").Expect(0);
            filter = daemon.Gnt("gnt-filter", "add", "--predicates=[]", "--action=PAUSE").Expect(0).Output.Trim();
            daemon.Gnt("gnt-cluster", "watcher", "pause", "1h").Expect(0);
            daemon.Gnt("gnt-cluster", "queue", "drain").Expect(0);
            daemon.Kill9();
        }
        using var again = Daemon.Start(_sandbox);
        Assert.Contains("is set", again.Gnt("gnt-cluster", "queue", "info").Output, StringComparison.Ordinal);
        Assert.Contains("is paused until", again.Gnt("gnt-cluster", "watcher", "info").Output, StringComparison.Ordinal);
        Assert.Equal([filter], again.Gnt("gnt-filter", "list", "--no-headers", "-o", "uuid").Lines);
        Assert.Equal(["kept"], again.Gnt("gnt-cluster", "list-tags").Lines);
        Assert.Equal("g2", again.Gnt("gnt-group", "list").Row("g2")[0]);
    }

    private async Task ExpectAllOnceAsync(SubmitLoad load)
    {
        using var daemon = Daemon.Start(_sandbox);
        var names = JobList.Names(JobList.Read(daemon));
        foreach (var (name, id) in load.Acknowledged)
            Assert.True(names.GetValueOrDefault(id) == name, $"Job {id} was acknowledged to {name}; after the crash it is {names.GetValueOrDefault(id) ?? "not there"}.");
        Assert.Equal(names.Count, names.Values.Distinct().Count());

        // Whoever got no answer asks again with the same token, and gets the job of the first time if there is one.
        var unanswered = load.Unanswered.ToList();
        await load.SubmitAgainAsync(daemon);
        foreach (var name in unanswered)
            Assert.True(!names.ContainsValue(name) || names[load.Acknowledged[name]] == name, $"{name} was made twice.");
        var all = JobList.Names(JobList.Read(daemon));
        Assert.Equal(load.Acknowledged.Keys.Order(), all.Values.Order());

        foreach (var id in all.Keys)
            Assert.Contains(daemon.Http.WaitForEnd(id), (string[])["success", "error"]);
        ExpectStartedOnce(daemon, all.Keys);
        JobList.ExpectSoundJournal(daemon);
    }

    // What the crash interrupted ended as error; nothing was begun a second time.
    private static void ExpectStartedOnce(Daemon daemon, IEnumerable<long> jobs)
    {
        var started = daemon.Drover("get", "events", "-F", "kind == \"opcode-started\"", "-c", "payload", "-o", "jsonl").Expect(0).Lines
            .Select(line => (long)JsonNode.Parse(line)!["payload"]!["id"]!).ToList();
        Assert.Equal(started.Count, started.Distinct().Count());
        Assert.Empty(jobs.Except(started));
    }

    private static async Task<long> FirstAtLeastAsync(Daemon daemon, SubmitLoad load, int count)
    {
        while (load.Acknowledged.Count < count)
            await daemon.Http.Send(HttpMethod.Get, "/livez", null);
        return load.Acknowledged.Values.Max();
    }

    // Each look is a request; the job's own end bounds them.
    private static void WaitForLine(Daemon daemon, long id, string file, int line)
    {
        while (!File.Exists(file) || File.ReadAllLines(file).Length < line)
            Assert.DoesNotContain(daemon.Http.Status(id), (string[])["success", "error", "canceled"]);
    }
}
