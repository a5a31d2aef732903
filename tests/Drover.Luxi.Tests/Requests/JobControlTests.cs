using Drover.Kernel.Jobs;
using Drover.Luxi.Tests.Host;

namespace Drover.Luxi.Tests.Requests;

public sealed class JobControlTests
{
    private const string Long = """{"OP_ID":"OP_TEST_HELD","duration":5,"reason":[]}""";

    [Fact]
    public async Task Cancel_says_what_became_of_the_job()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await SubmitThreeAsync(host, client);
        Assert.Equal("""[true,"Dequeued job 3"]""", (await client.ResultAsync("CancelJob", "[3,false]")).GetRawText());
        Assert.Equal("""[false,"Job no longer waiting, can't cancel (informed it anyway)"]""", (await client.ResultAsync("CancelJob", "[1,false]")).GetRawText());
        Assert.Equal("""[true,"SIGKILL send to the process"]""", (await client.ResultAsync("CancelJob", "[\"2\",true]")).GetRawText());
        await host.FinishedAsync(2);
        Assert.Equal("""[[2,"error"],[3,"canceled"]]""", (await client.ResultAsync("QueryJobs", """[[2,3],["id","status"]]""")).GetRawText());
    }

    [Fact]
    public async Task A_job_that_waits_is_cancelled_with_success()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await SubmitThreeAsync(host, client);
        await client.ResultAsync("SubmitJob", """[[{"OP_ID":"OP_TEST_HELD","duration":5,"reason":[],"depends":[[1,["success"]]]}]]""");
        var expected = host.Kernel.State.Jobs[4].Status == JobStatus.Waiting ? "Job successfully cancelled" : "Dequeued job 4";
        Assert.Equal($"[true,\"{expected}\"]", (await client.ResultAsync("CancelJob", "[4,false]")).GetRawText());
    }

    [Fact]
    public async Task Priority_is_changed_while_something_is_pending()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await SubmitThreeAsync(host, client);
        Assert.Equal("""[true,"Priorities of pending opcodes for job 3 have been changed to -17"]""",
            (await client.ResultAsync("ChangeJobPriority", "[3,-17]")).GetRawText());
        Assert.Equal("""[false,"Job 1 had no pending opcodes"]""", (await client.ResultAsync("ChangeJobPriority", "[1,-10]")).GetRawText());
        Assert.Equal("GenericError", (await client.ErrorAsync("ChangeJobPriority", "[3,20]"))[0].GetString());
        Assert.Equal("[[-17]]", (await client.ResultAsync("QueryJobs", """[[3],["priority"]]""")).GetRawText());
    }

    [Fact]
    public async Task Only_final_jobs_are_archived_and_stay_visible_by_id()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await SubmitThreeAsync(host, client);
        Assert.Equal("false", (await client.ResultAsync("ArchiveJob", "[1]")).GetRawText());
        host.Work.LetGo(1);
        await host.FinishedAsync(1);
        Assert.Equal("true", (await client.ResultAsync("ArchiveJob", "[1]")).GetRawText());
        Assert.Equal("false", (await client.ResultAsync("ArchiveJob", "[1]")).GetRawText());
        Assert.Equal("""[[1,"success"]]""", (await client.ResultAsync("QueryJobs", """[[1],["id","status"]]""")).GetRawText());
        Assert.Equal("[[2],[3]]", (await client.ResultAsync("QueryJobs", """[null,["id"]]""")).GetRawText());
        Assert.Equal("[[1,true],[2,false],[3,false]]", (await client.ResultAsync("QueryJobs", """[null,["id","archived"]]""")).GetRawText());
        Assert.Equal("JobLost", (await client.ErrorAsync("WaitForJobChange", """[1,["status"],null,null,1]"""))[0].GetString());
    }

    [Fact]
    public async Task Autoarchive_with_minus_one_takes_every_final_job()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.ResultAsync("SubmitManyJobs", "[[[],[],[]]]");
        Assert.Equal("[0,0]", (await client.ResultAsync("AutoArchiveJobs", "[3600,89]")).GetRawText());
        Assert.Equal("[3,0]", (await client.ResultAsync("AutoArchiveJobs", "[-1,89]")).GetRawText());
    }

    [Fact]
    public async Task A_drained_queue_refuses_submits_but_for_those_that_pass()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("true", (await client.ResultAsync("SetDrainFlag", "[true]")).GetRawText());
        Assert.Equal("""["GenericError",["Queue drained"]]""", (await client.ErrorAsync("SubmitJob", $"[[{Long}]]")).GetRawText());
        Assert.Equal("""["GenericError",["Queue drained"]]""", (await client.ErrorAsync("SubmitManyJobs", $"[[[{Long}]]]")).GetRawText());
        Assert.Equal("1", (await client.ResultAsync("SubmitJobToDrainedQueue", $"[[{Long}]]")).GetRawText());
        Assert.Equal("[true]", (await client.ResultAsync("QueryConfigValues", """[["drain_flag"]]""")).GetRawText());
        Assert.Equal("true", (await client.ResultAsync("SetDrainFlag", "[false]")).GetRawText());
        Assert.Equal("2", (await client.ResultAsync("SubmitJob", $"[[{Long}]]")).GetRawText());
    }

    [Theory]
    [InlineData("SubmitJob", "[[{0}]]")]
    [InlineData("SubmitJobToDrainedQueue", "[[{0}]]")]
    [InlineData("SubmitManyJobs", "[[[{0}]]]")]
    public async Task An_opcode_that_is_not_run_yet_fails_a_check_and_the_connection_stays(string method, string args)
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var error = await client.ErrorAsync(method, string.Format(null, args, """{"OP_ID":"OP_GROUP_EVACUATE","reason":[],"group_name":"default"}"""));
        Assert.Equal("OpPrereqError", error[0].GetString());
        Assert.Contains("OP_GROUP_EVACUATE", error[1][0].GetString(), StringComparison.Ordinal);
        Assert.Equal("wrong_input", error[1][1].GetString());
        Assert.Equal(2, error[1].GetArrayLength());
        Assert.True(await client.IsOpenAsync());
        Assert.Equal(0, host.Kernel.State.QueueState.LastJobId);
    }

    [Fact]
    public async Task A_relative_dependency_that_reaches_below_the_first_job_is_refused_for_that_job()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var far = """[{"OP_ID":"OP_TEST_HELD","duration":0.1,"reason":[],"depends":[[-5,[]]]}]""";
        Assert.Equal("""[[false,"Unable to resolve relative job ID -5"],[true,2]]""",
            (await client.ResultAsync("SubmitManyJobs", $"[[{far},[]]]")).GetRawText());
    }

    [Fact]
    public async Task The_pause_of_the_watcher_is_echoed_and_ends()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var until = host.Clock.GetUtcNow().ToUnixTimeSeconds() + 100.5;
        Assert.Equal($"{until}", (await client.ResultAsync("SetWatcherPause", $"[{until}]")).GetRawText());
        Assert.Equal($"[{until}]", (await client.ResultAsync("QueryConfigValues", """[["watcher_pause"]]""")).GetRawText());
        host.Clock.Advance(TimeSpan.FromSeconds(101));
        Assert.Equal("[null]", (await client.ResultAsync("QueryConfigValues", """[["watcher_pause"]]""")).GetRawText());
        await client.ResultAsync("SetWatcherPause", $"[{until + 1000}]");
        Assert.Equal("null", (await client.ResultAsync("SetWatcherPause", "[null]")).GetRawText());
        Assert.Equal("[null]", (await client.ResultAsync("QueryConfigValues", """[["watcher_pause"]]""")).GetRawText());
    }

    /// <summary>Two run, the third is queued.</summary>
    private static async Task SubmitThreeAsync(LuxiHost host, LuxiClient client)
    {
        for (var i = 1; i <= 3; i++)
            await client.ResultAsync("SubmitJob", $"[[{Long}]]");
        await host.ReachedAsync(1, JobStatus.Running);
        await host.ReachedAsync(2, JobStatus.Running);
    }
}
