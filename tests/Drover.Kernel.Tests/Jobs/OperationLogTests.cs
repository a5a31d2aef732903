using Drover.Kernel.Jobs;
using Drover.Kernel.Operations;
using Drover.Kernel.Tests.Chaos;

namespace Drover.Kernel.Tests.Jobs;

public sealed class OperationLogTests
{
    [Fact]
    public async Task A_log_is_complete_and_in_order_when_its_job_has_ended_although_commits_fail()
    {
        var dice = new Dice(5);
        await using var kernel = await TestKernel.StartAsync(new TestDomain { LogEntries = 300 }, new KernelOptions { OperationLogBacklog = 10 },
            store => new FailingStore(store, dice.Misbehaves));
        long id;
        while ((id = await TrySubmitAsync(kernel)) == 0) { }
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(id));
        using var reader = kernel.Host.ReadStore();
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"\"entry {i}\""), reader.Logs(id).Select(row => System.Text.Encoding.UTF8.GetString(row.Content.Span)));
    }

    [Fact]
    public async Task Who_writes_more_than_may_wait_waits_until_some_is_durable()
    {
        var sent = new List<AppendJobLog>();
        var log = new OperationLog(sent.Add, 1, 0, limit: 2);
        log.Add(new LogEntry("message", RawJson.Null));
        log.Add(new LogEntry("message", RawJson.Null));
        var third = Task.Run(() => log.Add(new LogEntry("message", RawJson.Null)), TestContext.Current.CancellationToken);
        Assert.Single(sent);
        log.Recorded(1);
        await third;
        Assert.Equal(2, sent.Count);
        log.Close();
        log.Add(new LogEntry("message", RawJson.Null));
    }

    private static async Task<long> TrySubmitAsync(TestKernel kernel)
    {
        try
        {
            return await kernel.SubmitAsync("OP_TALK");
        }
        catch (Kernel.Journal.StoreException)
        {
            return 0;
        }
    }
}
