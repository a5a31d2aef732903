using Drover.Kernel.Jobs;
using Drover.Luxi.Tests.Host;
using Drover.Tests.Shared;

namespace Drover.Luxi.Tests.Requests;

public sealed class WaitForJobChangeTests
{
    [Fact]
    public async Task A_wait_ends_with_the_change_without_any_time_passing()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = await RunningAsync(host);
        await client.SendAsync("""{"method":"WaitForJobChange","args":["1",["status"],["running"],null,60]}""");
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        host.Work.LetGo(1);
        Assert.Equal("""[["success"],[]]""", (await client.ReceiveAsync())!.Value.GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task Many_wait_for_one_job_and_all_are_told()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = await RunningAsync(host);
        var waiting = Enumerable.Range(0, 100).Select(_ => host.Connect()).ToList();
        foreach (var one in waiting)
            await one.SendAsync("""{"method":"WaitForJobChange","args":[1,["status"],["running"],null,60]}""");
        await Soon.HoldsAsync(() => host.Door.Connections == 101);
        host.Work.LetGo(1);
        foreach (var one in waiting)
        {
            Assert.Equal("success", (await one.ReceiveAsync())!.Value.GetProperty("result")[0][0].GetString());
            one.Dispose();
        }
    }

    [Fact]
    public async Task A_previous_value_that_differs_is_answered_at_once()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = await RunningAsync(host);
        Assert.Equal("""[["running"],[]]""", (await client.ResultAsync("WaitForJobChange", """[1,["status"],["queued"],null,60]""")).GetRawText());
        Assert.Equal("""[["running"],[]]""", (await client.ResultAsync("WaitForJobChange", """[1,["status"],null,null,60]""")).GetRawText());
    }

    [Fact]
    public async Task Values_are_compared_by_what_they_mean_and_not_how_they_are_written()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = await RunningAsync(host);
        Assert.Equal("""[[1,"running",["TEST_HELD(5.0)"]],[]]""",
            (await client.ResultAsync("WaitForJobChange", """[1,["id","status","summary"], [1, "r\u0075nning", ["TEST_HELD(5.0)"]],null,0]""")).GetRawText());
        await client.SendAsync("""{"method":"WaitForJobChange","args":[1,["id","status"], [ 1.0, "runnin\u0067" ],null,60]}""");
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        host.Work.LetGo(1);
        Assert.Equal("success", (await client.ReceiveAsync())!.Value.GetProperty("result")[0][1].GetString());
    }

    [Fact]
    public async Task Log_entries_after_the_last_seen_serial_come_with_the_answer()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = await RunningAsync(host, "one two three");
        await Soon.HoldsAsync(() => host.LogSerial(1) == 3);
        var logs = (await client.ResultAsync("WaitForJobChange", """[1,["status"],["running"],1,60]"""))[1];
        Assert.Equal([2, 3], logs.EnumerateArray().Select(entry => entry[0].GetInt32()));
        Assert.Equal("three", logs[1][3].GetString());
        Assert.Equal("message", logs[1][2].GetString());
        Assert.Equal(2, logs[1][1].GetArrayLength());
        Assert.Equal("""[["running"],[]]""", (await client.ResultAsync("WaitForJobChange", """[1,["status"],["running"],3,0]""")).GetRawText());
        host.Work.LetGo(1);
        await host.FinishedAsync(1);
        Assert.Equal("""[["success"],[]]""", (await client.ResultAsync("WaitForJobChange", """[1,["status"],["success"],3,60]""")).GetRawText());
    }

    private static async Task<LuxiClient> RunningAsync(LuxiHost host, string log = "")
    {
        var client = host.Connect();
        await client.ResultAsync("SubmitJob", $$"""[[{"OP_ID":"OP_TEST_HELD","duration":5,"comment":{{(log.Length > 0 ? $"\"{log}\"" : "null")}},"reason":[]}]]""");
        await host.ReachedAsync(1, JobStatus.Running);
        return client;
    }
}
