using Drover.Kernel.Jobs;

namespace Drover.Cluster.Tests.Testing;

public sealed class TestJobQueueTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_client_is_told_of_each_moment_and_sees_the_job_as_it_is_then(bool fails)
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.SubmitAsync(
            $$"""{"OP_ID":"OP_TEST_JQUEUE","notify_waitlock":true,"notify_exec":true,"log_messages":["one",""],"fail":{{(fails ? "true" : "false")}}}""");
        var seen = new List<string>();
        for (var serial = 1; serial <= 7 - 1; serial++)
        {
            var (type, content) = await cluster.LogAsync(job, serial);
            if (type == "message")
            {
                seen.Add(content.GetString()!);
                continue;
            }
            Assert.Equal("jqueue-test", type);
            using (await TestDelayTests.ConnectAsync(content[0].GetString()!))
                seen.Add($"{content[1].GetString()} {content[2].GetRawText()} {cluster.State.Jobs[job].Status.Name()}");
        }
        Assert.Equal(["expandnames null waiting", "exec null running", "startmsg 2 running", "TESTMSG=one", "logmsg 1 running", "TESTMSG="], seen);
        var last = await cluster.LogAsync(job, 7);
        (await TestDelayTests.ConnectAsync(last.Content[0].GetString()!)).Dispose();
        var end = await cluster.EndAsync(job);
        if (fails)
            end.Refused("OpExecError", null);
        else
            end.Succeeded("true");
    }

    [Fact]
    public async Task A_client_that_does_not_come_fails_the_job_after_twenty_seconds()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.SubmitAsync("""{"OP_ID":"OP_TEST_JQUEUE","notify_exec":true}""");
        await cluster.LogAsync(job, 1);
        await cluster.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        cluster.Clock.Advance(TimeSpan.FromSeconds(20));
        (await cluster.EndAsync(job)).Refused("OpExecError", null, "20 seconds");
    }

    [Fact]
    public async Task Cancelled_before_its_locks_it_ends_at_once()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.SubmitAsync("""{"OP_ID":"OP_TEST_JQUEUE","notify_waitlock":true}""");
        await cluster.LogAsync(job, 1);
        Assert.Equal(ControlOutcome.Canceling, (await cluster.ExecuteAsync(new CancelJob(job, kill: false))).Outcome);
        Assert.Equal(JobStatus.Canceled, (await cluster.EndAsync(job)).Job.Status);
    }
}
