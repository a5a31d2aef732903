using System.Text;
using Drover.Luxi.Tests.Host;

namespace Drover.Luxi.Tests.Transport;

public sealed class FramingTests
{
    private const string Question = """{"method":"QueryConfigValues","args":[["master_node"]]}""";

    [Fact]
    public async Task A_request_may_come_in_single_bytes()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        foreach (var single in Encoding.UTF8.GetBytes(Question + "\n\u0003"))
            await client.SendBytesAsync([single]);
        Assert.Equal("node1", (await client.ReceiveAsync())!.Value.GetProperty("result")[0].GetString());
        Assert.Equal(0, host.Door.UnfinishedBytes);
    }

    [Fact]
    public async Task Many_requests_in_one_write_are_answered_one_after_the_other()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.SendBytesAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 500).Select(i =>
            $$"""{"method":"QueryJobs","args":[[{{i}}],["id"]]}""" + "\u0003"))));
        for (var i = 1; i <= 500; i++)
            Assert.Equal(i, (await client.ReceiveAsync())!.Value.GetProperty("result")[0][0].GetInt64());
    }

    [Fact]
    public async Task The_same_question_gets_the_answer_of_its_moment()
    {
        const string question = """{"method":"QueryConfigValues","args":[["drain_flag"]]}""";
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        foreach (var drained in new[] { "false", "true", "false" })
        {
            await client.ResultAsync("SetDrainFlag", $"[{drained}]");
            Assert.Equal($"[{drained}]", (await client.CallAsync(question)).GetProperty("result").GetRawText());
        }
    }

    [Fact]
    public async Task Answers_have_no_blanks_and_end_with_the_end_mark_alone()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.SendAsync(Question);
        Assert.Equal("""{"success":true,"result":["node1"]}""" + "\u0003", await client.ReceiveTextAsync(36));
    }

    [Fact]
    public async Task A_request_of_several_megabytes_is_answered()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var names = string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"name{i:d10}\""));
        Assert.Equal(200_000, (await client.ResultAsync("QueryConfigValues", $"[[{names}]]")).GetArrayLength());
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_told_so_and_closed()
    {
        await using var host = await LuxiHost.StartAsync(d => new LuxiOptions { Directory = d, MaxFrameBytes = 4096 });
        using var client = host.Connect();
        await client.SendBytesAsync(Encoding.UTF8.GetBytes(new string(' ', 200_000)));
        Assert.Equal("Failed to parse request: the message is longer than 4096 bytes; send less in one request",
            (await client.ReceiveAsync())!.Value.GetProperty("result").GetString());
        client.EndSending();
        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(0, host.Door.UnfinishedBytes);
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_refused_even_when_its_end_comes_with_it()
    {
        await using var host = await LuxiHost.StartAsync(d => new LuxiOptions { Directory = d, MaxFrameBytes = 4096 });
        using var client = host.Connect();
        await client.SendAsync(Question + new string(' ', 4096));
        Assert.False((await client.ReceiveAsync())!.Value.GetProperty("success").GetBoolean());
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task What_is_nested_too_deep_is_told_so_and_closed()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.SendAsync($$"""{"method":"QueryConfigValues","args":{{new string('[', 100)}}{{new string(']', 100)}}}""");
        var answer = (await client.ReceiveAsync())!.Value.GetProperty("result").GetString();
        Assert.StartsWith("Failed to parse request: parsing top-level JSON message: Invalid JSON: ", answer, StringComparison.Ordinal);
        Assert.Contains("64", answer, StringComparison.Ordinal);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_told_so_and_closed()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.SendAsync("""{"method":"QueryTags","args":["cluster","\ud800"]}""");
        Assert.Contains("not valid Unicode", (await client.ReceiveAsync())!.Value.GetProperty("result").GetString(), StringComparison.Ordinal);
        Assert.Null(await client.ReceiveAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Garbage_is_answered_or_cut_off_and_harms_nobody(int seed)
    {
        await using var host = await LuxiHost.StartAsync();
        var random = new Random(seed);
        using var bystander = host.Connect();
        for (var i = 0; i < 60; i++)
        {
            using var client = host.Connect();
            var bytes = Garbage(random);
            await client.SendBytesAsync([.. bytes, 3]);
            Assert.True(await client.ReceiveAsync() is { } answer && answer.TryGetProperty("success", out _), $"seed {seed}, message {i}: {Encoding.UTF8.GetString(bytes)}");
        }
        Assert.True(await bystander.IsOpenAsync());
        Assert.Equal(0, host.Kernel.State.QueueState.LastJobId);
    }

    /// <summary>Noise, or a request of which some bytes were changed.</summary>
    private static byte[] Garbage(Random random)
    {
        var bytes = random.Next(2) == 0
            ? new byte[random.Next(1, 400)]
            : Encoding.UTF8.GetBytes("""{"method":"ReplaceFilter","args":["x",{},[["jobid",["=","id",1]]],"ACCEPT",[]],"version":3000000}""");
        if (bytes[0] != '{')
            random.NextBytes(bytes);
        for (var changes = random.Next(1, 6); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return Array.ConvertAll(bytes, b => b == 3 ? (byte)4 : b);
    }
}
