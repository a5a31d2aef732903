using System.Text;
using Drover.Doors.Places;
using Drover.Kernel.Jobs;
using Drover.Luxi.Tests.Host;
using Drover.Tests.Shared;

namespace Drover.Luxi.Tests.Transport;

public sealed class LimitTests
{
    private static readonly byte[] s_half = Encoding.UTF8.GetBytes("""{"method":"QueryCl""");

    [Fact]
    public async Task An_unfinished_request_is_cut_off_after_its_time()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.SendBytesAsync(s_half);
        await Soon.HoldsAsync(() => host.Door.UnfinishedBytes == s_half.Length);
        host.Clock.Advance(TimeSpan.FromSeconds(28));
        await client.SendBytesAsync("uster"u8.ToArray());
        await Soon.HoldsAsync(() => host.Door.UnfinishedBytes == s_half.Length + 5);
        host.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("Failed to parse request: the request was not complete after 30 seconds",
            (await client.ReceiveAsync())!.Value.GetProperty("result").GetString());
        client.EndSending();
        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(0, host.Door.UnfinishedBytes);
    }

    [Fact]
    public async Task A_request_that_is_completed_in_time_is_answered()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.SendBytesAsync(s_half);
        await Soon.HoldsAsync(() => host.Door.UnfinishedBytes == s_half.Length);
        host.Clock.Advance(TimeSpan.FromSeconds(28));
        await client.SendAsync("""usterInfo","args":[]}""");
        Assert.True((await client.ReceiveAsync())!.Value.GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task An_idle_connection_is_closed()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.True(await client.IsOpenAsync());
        var end = client.ReceiveAsync();
        await host.PassUntilAsync(() => end.IsCompleted);
        Assert.Null(await end);
    }

    [Fact]
    public async Task A_connection_that_waits_for_a_job_is_not_idle()
    {
        await using var host = await LuxiHost.StartAsync(d => new LuxiOptions { Directory = d, IdleTimeout = TimeSpan.FromSeconds(5) });
        using var client = host.Connect();
        await client.ResultAsync("SubmitJob", """[[{"OP_ID":"OP_TEST_HELD","duration":5,"reason":[]}]]""");
        await host.ReachedAsync(1, JobStatus.Running);
        await client.SendAsync("""{"method":"WaitForJobChange","args":[1,["status"],["running"],null,300]}""");
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(300), TestContext.Current.CancellationToken);
        host.Clock.Advance(TimeSpan.FromSeconds(60));
        host.Work.LetGo(1);
        Assert.Equal("success", (await client.ReceiveAsync())!.Value.GetProperty("result")[0][0].GetString());
    }

    [Fact]
    public async Task A_surplus_connection_is_told_so_and_closed()
    {
        await using var host = await LuxiHost.StartAsync(d => new LuxiOptions { Directory = d, Places = new PlaceLimits { Most = 2 } });
        using var first = host.Connect();
        using var second = host.Connect();
        Assert.True(await first.IsOpenAsync());
        Assert.True(await second.IsOpenAsync());
        using (var surplus = host.Connect())
        {
            var error = (await surplus.ReceiveAsync())!.Value.GetProperty("result");
            Assert.Equal("GenericError", error[0].GetString());
            Assert.Equal("Too many clients: there are 2 LUXI connections already; end some, or try again later", error[1][0].GetString());
            await surplus.SendAsync("""{"method":"QueryClusterInfo","args":[]}""");
            Assert.Null(await surplus.ReceiveAsync());
        }
        Assert.Equal(1, Assert.Single(host.Readings.Now("drover.luxi.connections.refused")).Value);
        Assert.Equal(2, Assert.Single(host.Readings.Now("drover.luxi.connections")).Value);
        first.Dispose();
        await Soon.HoldsAsync(() => host.Door.Connections == 1);
        using var third = host.Connect();
        Assert.True(await third.IsOpenAsync());
    }

    [Fact]
    public async Task Unfinished_requests_of_all_clients_together_have_a_limit()
    {
        await using var host = await LuxiHost.StartAsync(d => new LuxiOptions { Directory = d, MaxFrameBytes = 4096, MaxUnfinishedBytes = 8192 });
        using var first = host.Connect();
        using var second = host.Connect();
        await first.SendBytesAsync(Encoding.UTF8.GetBytes(new string(' ', 4000)));
        await second.SendBytesAsync(Encoding.UTF8.GetBytes(new string(' ', 4000)));
        await Soon.HoldsAsync(() => host.Door.UnfinishedBytes == 8000);
        using var third = host.Connect();
        await third.SendBytesAsync(Encoding.UTF8.GetBytes(new string(' ', 4000)));
        Assert.Contains("together may have 8192 bytes", (await third.ReceiveAsync())!.Value.GetProperty("result").GetString(), StringComparison.Ordinal);
        first.Dispose();
        await Soon.HoldsAsync(() => host.Door.UnfinishedBytes == 4000);
        using var fourth = host.Connect();
        Assert.True(await fourth.IsOpenAsync());
    }

    [Fact]
    public async Task Hundreds_of_half_open_clients_keep_nobody_from_being_served()
    {
        await using var host = await LuxiHost.StartAsync();
        var idle = Enumerable.Range(0, 400).Select(_ => host.Connect()).ToList();
        foreach (var client in idle)
            await client.SendBytesAsync(s_half);
        await Soon.HoldsAsync(() => host.Door.UnfinishedBytes == 400 * s_half.Length);
        using var other = host.Connect();
        Assert.True(await other.IsOpenAsync());
        idle.ForEach(client => client.Dispose());
        await Soon.HoldsAsync(() => host.Door is { Connections: 1, UnfinishedBytes: 0 });
        Assert.True(await other.IsOpenAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_and_harms_nobody()
    {
        await using var host = await LuxiHost.StartAsync();
        using var other = host.Connect();
        await other.ResultAsync("SubmitManyJobs", $"[[{string.Join(',', Enumerable.Repeat("[]", 2000))}]]");
        using var slow = host.Connect();
        for (var i = 0; i < 30; i++)
            await slow.SendAsync("""{"method":"QueryJobs","args":[null,["id","status","summary"]]}""");
        Assert.True(await other.IsOpenAsync());
        other.Dispose();
        await host.PassUntilAsync(() => host.Door.Connections == 0);
        using var next = host.Connect();
        Assert.True(await next.IsOpenAsync());
    }

    [Fact]
    public async Task A_long_listing_holds_up_nobody_else()
    {
        await using var host = await LuxiHost.StartAsync();
        using var slow = host.Connect();
        using var other = host.Connect();
        await slow.SendAsync("""{"method":"Query","args":["held",["id"],null]}""");
        Assert.True(await other.IsOpenAsync());
        host.Work.LastRows.Set();
        Assert.Equal(1_000, (await slow.ReceiveAsync())!.Value.GetProperty("result").GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task A_client_that_sends_more_than_is_answered_holds_up_nobody_else()
    {
        await using var host = await LuxiHost.StartAsync();
        using var greedy = host.Connect();
        using var other = host.Connect();
        var many = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"method":"QueryClusterInfo","args":[]}""" + "\u0003", 1_000)));
        var sent = greedy.SendBytesAsync(many);
        Assert.True(await other.IsOpenAsync());
        for (var i = 0; i < 1_000; i++)
            Assert.True((await greedy.ReceiveAsync())!.Value.GetProperty("success").GetBoolean());
        await sent;
    }

    [Fact]
    public async Task A_client_that_has_nothing_more_to_say_is_answered_all_the_same()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.ResultAsync("SubmitJob", """[[{"OP_ID":"OP_TEST_HELD","duration":5,"reason":[]}]]""");
        await host.ReachedAsync(1, JobStatus.Running);
        await client.SendAsync("""{"method":"WaitForJobChange","args":[1,["status"],["running"],null,300]}""");
        client.EndSending();
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(300), TestContext.Current.CancellationToken);
        host.Work.LetGo(1);
        Assert.Equal("success", (await client.ReceiveAsync())!.Value.GetProperty("result")[0][0].GetString());
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_client_that_vanishes_while_it_waits_is_forgotten_at_once()
    {
        await using var host = await LuxiHost.StartAsync();
        using var other = host.Connect();
        await other.ResultAsync("SubmitJob", """[[{"OP_ID":"OP_TEST_HELD","duration":5,"reason":[]}]]""");
        await host.ReachedAsync(1, JobStatus.Running);
        using (var gone = host.Connect())
        {
            await gone.SendAsync("""{"method":"WaitForJobChange","args":[1,["status"],["running"],null,300]}""");
            await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(300), TestContext.Current.CancellationToken);
        }
        await Soon.HoldsAsync(() => host.Door.Connections == 1);
    }

    [Fact]
    public async Task Closing_the_door_ends_waits_and_idle_connections()
    {
        await using var host = await LuxiHost.StartAsync();
        using var idle = host.Connect();
        Assert.True(await idle.IsOpenAsync());
        using var waiting = host.Connect();
        await waiting.ResultAsync("SubmitJob", """[[{"OP_ID":"OP_TEST_HELD","duration":5,"reason":[]}]]""");
        await host.ReachedAsync(1, JobStatus.Running);
        await waiting.SendAsync("""{"method":"WaitForJobChange","args":[1,["status"],["running"],null,300]}""");
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(300), TestContext.Current.CancellationToken);
        var closed = host.CloseAsync();
        Assert.Equal("running", (await waiting.ReceiveAsync())!.Value.GetProperty("result")[0][0].GetString());
        Assert.Null(await waiting.ReceiveAsync());
        Assert.Null(await idle.ReceiveAsync());
        await closed;
        Assert.Equal(0, host.Door.Connections);
    }
}
