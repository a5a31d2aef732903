using Drover.Cluster.Vocabulary;
using Drover.Kernel.Jobs;
using Drover.Luxi.Tests.Host;

namespace Drover.Luxi.Tests.Requests;

/// <summary>Clients of 2.6: known by their version, or by the form of their submits.</summary>
public sealed class OldFormTests
{
    private const int Old = 2060000;
    private const string Short = """{"OP_ID":"OP_TEST_HELD","duration":0.1}""";
    private const string Long = """{"OP_ID":"OP_TEST_HELD","duration":5}""";

    [Theory]
    [InlineData(Old)]
    [InlineData(3000000)]
    public async Task A_submit_in_the_old_form_needs_no_reason_and_gets_its_id_as_a_text(int version)
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("\"1\"", (await client.ResultAsync("SubmitJob", $"[{Short},{Short}]", version)).GetRawText());
        Assert.Equal("""[[true,"2"],[true,"3"]]""", (await client.ResultAsync("SubmitManyJobs", $"[[{Short}],[{Short},{Short}]]", version)).GetRawText());
        Assert.Equal(2, host.Kernel.State.Jobs[1].Summaries.Count);
        Assert.Equal(2, host.Kernel.State.Jobs[3].Summaries.Count);
    }

    [Fact]
    public async Task The_new_form_with_the_old_version_is_answered_in_the_old_way()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("\"1\"", (await client.ResultAsync("SubmitJob", $"[[{Short}]]", Old)).GetRawText());
        Assert.Equal("[]", (await client.ResultAsync("SubmitManyJobs", "[]", Old)).GetRawText());
    }

    [Fact]
    public async Task A_job_without_opcodes_and_a_relative_dependency_of_a_single_job_are_refused()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("""["GenericError",["A job needs at least one opcode"]]""", (await client.ErrorAsync("SubmitJob", "[]", Old)).GetRawText());
        var relative = """[{"OP_ID":"OP_TEST_HELD","duration":0.1,"depends":[[-1,[]]]}]""";
        Assert.Equal("""["GenericError",["Unable to resolve relative job ID -1"]]""", (await client.ErrorAsync("SubmitJob", relative, Old)).GetRawText());
    }

    [Fact]
    public async Task Ids_in_queries_are_texts_and_moments_not_reached_are_null()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.ResultAsync("SubmitJob", $"[{Long}]", Old);
        await host.ReachedAsync(1, JobStatus.Running);
        Assert.Equal("""[["1","running"]]""", (await client.ResultAsync("QueryJobs", """[["1"],["id","status"]]""", Old)).GetRawText());
        Assert.Equal("""[[[0,"1"],[0,null]]]""",
            (await client.ResultAsync("Query", """["job",["id","end_ts"],["=","id","1"]]""", Old)).GetProperty("data").GetRawText());
        Assert.Equal("""[[[0,1],[3,null]]]""",
            (await client.ResultAsync("Query", """["job",["id","end_ts"],["=","id",1]]""")).GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_wait_that_is_over_says_nochange_and_a_missing_job_is_null()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("null", (await client.ResultAsync("WaitForJobChange", """["7",["status"],null,null,0]""", Old)).GetRawText());
        await client.ResultAsync("SubmitJob", $"[{Long}]", Old);
        await host.ReachedAsync(1, JobStatus.Running);
        Assert.Equal("\"nochange\"", (await client.ResultAsync("WaitForJobChange", """["1",["id","status"],["1","running"],null,0]""", Old)).GetRawText());
        Assert.Equal("OpPrereqError", (await client.ErrorAsync("WaitForJobChange", """["1",["nosuch"],null,null,0]""", Old))[0].GetString());
    }

    [Fact]
    public async Task Cancel_is_worded_in_the_old_way()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        for (var i = 1; i <= 3; i++)
            await client.ResultAsync("SubmitJob", $"[{Long}]", Old);
        await host.ReachedAsync(1, JobStatus.Running);
        await host.ReachedAsync(2, JobStatus.Running);
        Assert.Equal("""[true,"Job 3 canceled"]""", (await client.ResultAsync("CancelJob", """["3"]""", Old)).GetRawText());
        Assert.Equal("""[false,"Job 1 is no longer waiting in the queue"]""", (await client.ResultAsync("CancelJob", """["1"]""", Old)).GetRawText());
        Assert.Equal("""[false,"Job 3 is no longer waiting in the queue"]""", (await client.ResultAsync("CancelJob", """["3"]""", Old)).GetRawText());
        Assert.Equal("""[false,"Job 9 not found"]""", (await client.ResultAsync("CancelJob", """["9"]""", Old)).GetRawText());
    }

    [Fact]
    public async Task A_job_that_runs_is_left_alone_by_a_cancel()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.ResultAsync("SubmitJob", $"[{Long}]", Old);
        await host.ReachedAsync(1, JobStatus.Running);
        await client.ResultAsync("CancelJob", """["1"]""", Old);
        Assert.Null(((Job)host.Kernel.State.Jobs[1]).CancelRequested);
        await client.ResultAsync("CancelJob", "[1,false]");
        Assert.NotNull(((Job)host.Kernel.State.Jobs[1]).CancelRequested);
    }

    [Fact]
    public async Task Tags_of_the_cluster_are_asked_for_without_a_name()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("[]", (await client.ResultAsync("QueryTags", """["cluster",null]""", Old)).GetRawText());
    }

    [Fact]
    public async Task Operating_systems_and_the_cluster_can_be_queried()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("[]", (await client.ResultAsync("Query", """["os",["name","valid"],null]""", Old)).GetProperty("data").GetRawText());
        Assert.Equal("""[[[0,"gntcluster"]]]""", (await client.ResultAsync("Query", """["cluster",["name"],null]""", Old)).GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Fields_are_listed_that_ganeti_has()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var listed = (await client.ResultAsync("QueryFields", """["job",null]""")).GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()!).ToList();
        Assert.Equal(GanetiFields.Of("job").Select(field => field.Name).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        var own = (await client.ResultAsync("QueryFields", """["job",["owner"]]""")).GetProperty("fields")[0];
        Assert.NotEqual("unknown", own.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Unknown_names_are_errors()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("""["OpPrereqError",["Unknown output fields selected: x, y","wrong_input"]]""",
            (await client.ErrorAsync("QueryConfigValues", """[["x","cluster_name","y"]]""", Old)).GetRawText());
        Assert.Equal("""["OpPrereqError",["Node name nosuch not found","unknown_entity"]]""",
            (await client.ErrorAsync("QueryNodes", """[["nosuch"],["name"],false]""", Old)).GetRawText());
        Assert.Equal("""["OpPrereqError",["Resource type 'nosuch' unknown","wrong_input"]]""",
            (await client.ErrorAsync("Query", """["nosuch",["name"],null]""", Old)).GetRawText());
    }

    [Theory]
    [InlineData("NoSuchMethod", "[]", "Caught exception: Invalid operation 'NoSuchMethod'")]
    [InlineData("QueryTags", """["cluster"]""", "Unable to read Pair")]
    [InlineData("QueryJobs", """["x",["id"]]""", "Unable to read list")]
    [InlineData("CancelJob", """["x"]""", "parsing job id")]
    [InlineData("SubmitJob", """[{"OP_ID":"OP_NO_SUCH"}]""", "Unknown opcode OP_NO_SUCH")]
    public async Task An_argument_that_is_wrong_is_told_as_an_exception_and_the_connection_stays(string method, string args, string told)
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var error = (await client.ErrorAsync(method, args, Old)).GetString()!;
        Assert.StartsWith("Caught exception: ", error, StringComparison.Ordinal);
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.True(await client.IsOpenAsync());
    }

    [Fact]
    public async Task A_submit_in_the_old_form_keeps_the_connection_whatever_its_version()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("Caught exception: SubmitJob: Unknown opcode OP_NO_SUCH", (await client.ErrorAsync("SubmitJob", """[{"OP_ID":"OP_NO_SUCH"}]""")).GetString());
        Assert.True(await client.IsOpenAsync());
    }

    [Fact]
    public async Task Exports_come_by_node()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("""{"node1":[]}""", (await client.ResultAsync("QueryExports", "[[],false]", Old)).GetRawText());
    }

    [Fact]
    public async Task The_limits_of_instances_have_the_old_shape()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var policy = (await client.ResultAsync("QueryClusterInfo", "[]")).GetProperty("ipolicy");
        var old = (await client.ResultAsync("QueryClusterInfo", "[]", Old)).GetProperty("ipolicy");
        Assert.Equal(policy.GetProperty("minmax")[0].GetProperty("max").GetRawText(), old.GetProperty("max").GetRawText());
        Assert.Equal(policy.GetProperty("std").GetRawText(), old.GetProperty("std").GetRawText());
        Assert.False(old.TryGetProperty("minmax", out _));
    }

    [Fact]
    public async Task A_drained_queue_and_a_pause_in_the_past_have_their_old_errors()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.ResultAsync("SetDrainFlag", "[true]", Old);
        Assert.Equal("""["JobQueueDrainError",["Job queue is drained, refusing job"]]""", (await client.ErrorAsync("SubmitJob", $"[{Short}]", Old)).GetRawText());
        Assert.Equal("""["GenericError",["Unable to set pause end time in the past"]]""", (await client.ErrorAsync("SetWatcherPause", "[1]", Old)).GetRawText());
    }
}
