using System.Net.Sockets;
using Drover.Kernel.Jobs;

namespace Drover.Cluster.Tests.Testing;

public sealed class TestDelayTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task It_ends_when_its_time_is_over()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.SubmitAsync("""{"OP_ID":"OP_TEST_DELAY","duration":1}""");
        await cluster.Clock.WaitForTimerAsync(s_second, TestContext.Current.CancellationToken);
        Assert.Equal(JobStatus.Running, cluster.State.Jobs[job].Status);
        cluster.Clock.Advance(s_second);
        (await cluster.EndAsync(job)).Succeeded();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3.5")]
    public async Task A_duration_that_is_not_above_zero_fails_in_the_job(string duration)
    {
        await using var cluster = await TestCluster.StartAsync();
        var end = await cluster.RunAsync($$"""{"OP_ID":"OP_TEST_DELAY","duration":{{duration}}}""");
        Assert.Equal("""["OpPrereqError",["Duration must be greater than zero"]]""", end.Result);
        Assert.Null(end.Job.Ops[0].Executed);
    }

    [Fact]
    public async Task A_node_that_does_not_exist_fails_in_the_job()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_TEST_DELAY","duration":1,"on_nodes":["nowhere"]}"""))
            .Refused("OpPrereqError", "unknown_entity", "nowhere");
    }

    [Theory]
    [InlineData("""{"OP_ID":"OP_TEST_DELAY","duration":1,"no_locks":false}""", "cluster/BGL shared, node/MASTER exclusive")]
    [InlineData("""{"OP_ID":"OP_TEST_DELAY","duration":1,"no_locks":false,"on_master":false}""", "cluster/BGL shared")]
    [InlineData("""{"OP_ID":"OP_TEST_DELAY","duration":1,"no_locks":false,"on_master":false,"on_nodes":["n2"]}""", "cluster/BGL shared, node/node-uuid-1 exclusive")]
    public async Task It_holds_the_locks_of_its_nodes(string opcode, string locks)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2");
        var job = await cluster.SubmitAsync(opcode);
        await cluster.UntilAsync(job, s => s == JobStatus.Running);
        Assert.Equal(locks.Replace("MASTER", cluster.Master.Uuid, StringComparison.Ordinal), cluster.State.Locks.Owned(job)!.ToString());
    }

    [Fact]
    public async Task Without_locks_it_holds_none_at_all()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.SubmitAsync("""{"OP_ID":"OP_TEST_DELAY","duration":1,"no_locks":true}""");
        await cluster.UntilAsync(job, s => s == JobStatus.Running);
        Assert.Empty(cluster.State.Locks.Rows());
    }

    [Fact]
    public async Task Two_on_the_same_node_run_one_after_the_other()
    {
        await using var cluster = await TestCluster.StartAsync();
        const string Opcode = """{"OP_ID":"OP_TEST_DELAY","duration":1,"no_locks":false}""";
        var first = await cluster.SubmitAsync(Opcode);
        var second = await cluster.SubmitAsync(Opcode);
        await cluster.UntilAsync(first, s => s == JobStatus.Running);
        await cluster.UntilAsync(second, s => s == JobStatus.Waiting);
        await cluster.Clock.WaitForTimerAsync(s_second, TestContext.Current.CancellationToken);
        cluster.Clock.Advance(s_second);
        (await cluster.EndAsync(first)).Succeeded();
        await cluster.UntilAsync(second, s => s == JobStatus.Running);
    }

    [Fact]
    public async Task Repeated_it_says_which_delay_it_is_in()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.SubmitAsync("""{"OP_ID":"OP_TEST_DELAY","duration":1,"repeat":2}""");
        for (var i = 0; i < 2; i++)
        {
            await cluster.LogAsync(job, i + 1);
            await cluster.Clock.WaitForTimerAsync(s_second, TestContext.Current.CancellationToken);
            cluster.Clock.Advance(s_second);
        }
        var end = await cluster.EndAsync(job);
        end.Succeeded();
        Assert.Equal([" - INFO: test delay 1 of 2", " - INFO: test delay 2 of 2"], end.Messages);
    }

    [Fact]
    public async Task A_byte_on_its_socket_ends_it_with_success()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.SubmitAsync("""{"OP_ID":"OP_TEST_DELAY","duration":1000,"interruptible":true}""");
        var (type, content) = await cluster.LogAsync(job, 1);
        Assert.Equal("delay-test", type);
        var path = content[0].GetString()!;
        // One that leaves without a word does not end it.
        (await ConnectAsync(path)).Dispose();
        using (var client = await ConnectAsync(path))
            await client.SendAsync(new byte[] { 1 }, TestContext.Current.CancellationToken);
        (await cluster.EndAsync(job)).Succeeded();
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Cancelling_the_job_ends_it(string interruptible)
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.SubmitAsync($$"""{"OP_ID":"OP_TEST_DELAY","duration":1000,"interruptible":{{interruptible}}}""");
        await cluster.UntilAsync(job, s => s == JobStatus.Running);
        Assert.Equal(ControlOutcome.ToldRunning, (await cluster.ExecuteAsync(new CancelJob(job, kill: false))).Outcome);
        Assert.Equal(JobStatus.Canceled, (await cluster.EndAsync(job)).Job.Status);
    }

    [Fact]
    public async Task A_dry_run_does_not_wait()
    {
        await using var cluster = await TestCluster.StartAsync();
        var end = await cluster.RunAsync("""{"OP_ID":"OP_TEST_DELAY","duration":1000,"dry_run":true}""");
        end.Succeeded();
        Assert.Contains("dry-run", Assert.Single(end.Messages), StringComparison.Ordinal);
    }

    internal static async Task<Socket> ConnectAsync(string path)
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        return client;
    }
}
