using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Luxi.Tests.Host;

namespace Drover.Luxi.Tests.Requests;

public sealed class ObserverTests
{
    private const string Refusal = "This needs operator rights: root, the daemon's own user, or a member of the admin group.";

    [Theory]
    [InlineData("SubmitJob", "[[]]")]
    [InlineData("SubmitJobToDrainedQueue", "[[]]")]
    [InlineData("SubmitManyJobs", "[[[]]]")]
    [InlineData("CancelJob", "[1,false]")]
    [InlineData("ChangeJobPriority", "[1,0]")]
    [InlineData("ChangeJobPriority", "[77,0]")]
    [InlineData("ArchiveJob", "[1]")]
    [InlineData("AutoArchiveJobs", "[-1,10]")]
    [InlineData("SetDrainFlag", "[false]")]
    [InlineData("SetWatcherPause", "[null]")]
    [InlineData("ReplaceFilter", """[null,0,[],"ACCEPT",[]]""")]
    [InlineData("DeleteFilter", """["00000000-0000-4000-8000-000000000001"]""")]
    public async Task Observers_change_nothing(string method, string args)
    {
        var gate = new FixedGate();
        await using var host = await LuxiHost.StartAsync(gate: gate);
        await SubmitAsync(host);
        gate.Next = Caller.User(1000, Role.Observer);
        using var client = host.Connect();
        var sequence = host.Kernel.State.Sequence;
        var error = await client.ErrorAsync(method, args);
        Assert.Equal(["GenericError", Refusal], [error[0].GetString()!, error[1][0].GetString()!]);
        Assert.Equal(sequence, host.Kernel.State.Sequence);
        Assert.True(await client.IsOpenAsync());
    }

    [Fact]
    public async Task Observers_see_jobs_without_their_inputs_results_and_logs()
    {
        var gate = new FixedGate();
        await using var host = await LuxiHost.StartAsync(gate: gate);
        await SubmitAsync(host);
        await LuxiHost.UntilAsync(() => host.LogSerial(1) == 1);
        gate.Next = Caller.User(1000, Role.Observer);
        using var client = host.Connect();
        Assert.Equal("""[["running",["TEST_HELD(5.0)"],null,null,null]]""",
            (await client.ResultAsync("QueryJobs", """[[1],["status","summary","ops","oplog","opresult"]]""")).GetRawText());
        Assert.Equal("""[[[0,1],[3,null],[3,null],[3,null]]]""",
            (await client.ResultAsync("Query", """["job",["id","ops","oplog","opresult"],null]""")).GetProperty("data").GetRawText());
        Assert.Equal("""[["running"],[]]""", (await client.ResultAsync("WaitForJobChange", """[1,["status"],null,null,10]""")).GetRawText());
    }

    [Fact]
    public async Task Operators_see_the_logs_of_all()
    {
        var gate = new FixedGate();
        await using var host = await LuxiHost.StartAsync(gate: gate);
        await SubmitAsync(host);
        await LuxiHost.UntilAsync(() => host.LogSerial(1) == 1);
        gate.Next = Caller.User(1000, Role.Operator);
        using var client = host.Connect();
        Assert.Equal("hello", (await client.ResultAsync("WaitForJobChange", """[1,["status"],null,null,10]"""))[1][0][3].GetString());
    }

    private static async Task SubmitAsync(LuxiHost host)
    {
        using var client = host.Connect();
        await client.ResultAsync("SubmitJob", """[[{"OP_ID":"OP_TEST_HELD","duration":5,"comment":"hello","reason":[]}]]""");
        await host.ReachedAsync(1, JobStatus.Running);
    }
}
