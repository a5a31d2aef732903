using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Luxi.Tests.Host;
using Drover.Tests.Shared;

namespace Drover.Luxi.Tests.Requests;

public sealed class ObserverTests
{
    [Theory]
    [InlineData("SubmitJob", "[[]]", "submit opcode")]
    [InlineData("SubmitJob", """[[{"OP_ID":"OP_TEST_HELD","duration":5,"comment":"hello","reason":[]}]]""", "submit opcode OP_TEST_HELD")]
    [InlineData("SubmitJobToDrainedQueue", "[[]]", "control queue")]
    [InlineData("SubmitManyJobs", "[[[]]]", "submit opcode")]
    [InlineData("CancelJob", "[1,false]", "cancel job 1")]
    [InlineData("CancelJob", "[1,true]", "administer job 1")]
    [InlineData("ChangeJobPriority", "[1,0]", "control job 1")]
    [InlineData("ChangeJobPriority", "[77,0]", "control job 77")]
    [InlineData("ArchiveJob", "[1]", "control job 1")]
    [InlineData("AutoArchiveJobs", "[-1,10]", "control job")]
    [InlineData("SetDrainFlag", "[false]", "control queue")]
    [InlineData("SetWatcherPause", "[null]", "control watcher")]
    [InlineData("ReplaceFilter", """[null,0,[],"ACCEPT",[]]""", "control filter")]
    [InlineData("DeleteFilter", """["00000000-0000-4000-8000-000000000001"]""", "control filter 00000000-0000-4000-8000-000000000001")]
    public async Task Observers_change_nothing(string method, string args, string what)
    {
        var gate = new FixedGate();
        await using var host = await LuxiHost.StartAsync(gate: gate);
        await SubmitAsync(host);
        gate.Next = Caller.User(1000, Role.Observer);
        using var client = host.Connect();
        var sequence = host.Kernel.State.Sequence;
        var error = await client.ErrorAsync(method, args);
        Assert.Equal(["GenericError", $"uid:1000 may not {what}: that is for root, the daemon's own user, and members of the admin group."], [error[0].GetString()!, error[1][0].GetString()!]);
        Assert.Equal(sequence, host.Kernel.State.Sequence);
        Assert.True(await client.IsOpenAsync());
    }

    [Fact]
    public async Task Observers_see_jobs_without_their_inputs_results_and_logs()
    {
        var gate = new FixedGate();
        await using var host = await LuxiHost.StartAsync(gate: gate);
        await SubmitAsync(host);
        await Soon.HoldsAsync(() => host.LogSerial(1) == 1);
        gate.Next = Caller.User(1000, Role.Observer);
        using var client = host.Connect();
        Assert.Equal("""[["running",["TEST_HELD(5.0)"],null,null,null]]""",
            (await client.ResultAsync("QueryJobs", """[[1],["status","summary","ops","oplog","opresult"]]""")).GetRawText());
        Assert.Equal("""[[[0,1],[3,null],[3,null],[3,null]]]""",
            (await client.ResultAsync("Query", """["job",["id","ops","oplog","opresult"],null]""")).GetProperty("data").GetRawText());
        Assert.Equal("""[["running"],[]]""", (await client.ResultAsync("WaitForJobChange", """[1,["status"],null,null,10]""")).GetRawText());
    }

    [Fact]
    public async Task In_every_table_an_observer_sees_what_is_declared_for_everyone()
    {
        var gate = new FixedGate();
        await using var host = await LuxiHost.StartAsync(gate: gate);
        await SubmitAsync(host);
        await Soon.HoldsAsync(() => host.LogSerial(1) == 1);
        gate.Next = Caller.User(1000, Role.Observer);
        using var client = host.Connect();
        // 3.0.2 answers the first two by jobs only; the rows of "held" come when a test lets them.
        foreach (var resource in host.Kernel.Model.Resources.All.Where(r => r.Name is not ("cluster" or "os" or "held")))
        {
            var names = JsonSerializer.Serialize(resource.Fields.Select(field => field.Name));
            var data = (await client.ResultAsync("Query", $"""["{resource.Name}",{names},null]""")).GetProperty("data");
            Assert.DoesNotContain("hello", data.GetRawText(), StringComparison.Ordinal);
            foreach (var row in data.EnumerateArray())
                for (var i = 0; i < resource.Fields.Count; i++)
                    Assert.True(resource.Fields[i].Visibility == Visibility.Everyone || row[i][0].GetInt32() == 3, $"{resource.Name}.{resource.Fields[i].Name} is {row[i]}");
        }
    }

    [Theory]
    [InlineData("QueryJobs", """[[1],["ops","oplog"]]""")]
    [InlineData("Query", """["job",["ops"],null]""")]
    [InlineData("Query", """["event",["payload"],null]""")]
    [InlineData("WaitForJobChange", """[1,["status"],null,null,10]""")]
    public async Task Owners_see_their_jobs_inside(string method, string args)
    {
        var gate = new FixedGate();
        await using var host = await LuxiHost.StartAsync(gate: gate);
        await SubmitAsync(host);
        await Soon.HoldsAsync(() => host.LogSerial(1) == 1);
        gate.Next = Caller.User(0, Role.Observer);
        using var owner = host.Connect();
        Assert.Contains("hello", (await owner.ResultAsync(method, args)).GetRawText(), StringComparison.Ordinal);
        gate.Next = Caller.User(1000, Role.Observer);
        using var other = host.Connect();
        Assert.DoesNotContain("hello", (await other.ResultAsync(method, args)).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("QueryClusterInfo", "[]", "view cluster")]
    [InlineData("QueryConfigValues", """[["cluster_name"]]""", "view cluster")]
    [InlineData("QueryTags", """["node","x"]""", "view node")]
    [InlineData("QueryJobs", """[[1],["status"]]""", "view job")]
    [InlineData("QueryNodes", """[[],["name"],false]""", "view node")]
    [InlineData("Query", """["lock",["name"],null]""", "view lock")]
    [InlineData("WaitForJobChange", """[1,["status"],null,null,10]""", "view job 1")]
    public async Task Whoever_was_granted_nothing_sees_nothing(string method, string args, string what)
    {
        var gate = new FixedGate();
        await using var host = await LuxiHost.StartAsync(gate: gate);
        await SubmitAsync(host);
        gate.Next = Caller.Of(Principal.Parse("user:ada"));
        using var client = host.Connect();
        Assert.StartsWith($"user:ada may not {what}:", (await client.ErrorAsync(method, args))[1][0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_see_the_logs_of_all()
    {
        var gate = new FixedGate();
        await using var host = await LuxiHost.StartAsync(gate: gate);
        await SubmitAsync(host);
        await Soon.HoldsAsync(() => host.LogSerial(1) == 1);
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
