using Drover.Luxi.Tests.Host;

namespace Drover.Luxi.Tests.Requests;

public sealed class FilterTests
{
    private const string Fields = """["uuid","priority","predicates","action"]""";

    [Fact]
    public async Task A_filter_is_made_shown_replaced_and_deleted()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var uuid = (await client.ResultAsync("ReplaceFilter",
            """[null,5,[["reason",["=","source","gnt:watcher"]],["opcode",["|",["=~","OP_ID","^OP_TEST"]]]],"PAUSE",[["gnt:user","test",5]]]""")).GetString()!;
        Assert.Equal($"""[["{uuid}",5,[["reason",["==","source","gnt:watcher"]],["opcode",["|",["=~","OP_ID","^OP_TEST"]]]],"PAUSE"]]""",
            (await client.ResultAsync("QueryFilters", $"[null,{Fields}]")).GetRawText());
        Assert.Equal(uuid, (await client.ResultAsync("ReplaceFilter", $"""["{uuid.ToUpperInvariant()}",1,[],["RATE_LIMIT",3],[]]""")).GetString());
        Assert.Equal($"""[["{uuid}",1,[],["RATE_LIMIT",3]]]""", (await client.ResultAsync("QueryFilters", $"[[\"{uuid}\"],{Fields}]")).GetRawText());
        Assert.Equal("null", (await client.ResultAsync("DeleteFilter", $"[\"{uuid}\"]")).GetRawText());
        Assert.Equal("[]", (await client.ResultAsync("QueryFilters", $"[[],{Fields}]")).GetRawText());
    }

    [Fact]
    public async Task A_filter_that_is_not_there_gives_no_row()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("[]", (await client.ResultAsync("QueryFilters", $"[[\"00000000-0000-4000-8000-000000000009\"],{Fields}]")).GetRawText());
        Assert.Equal("Unknown output fields selected: nosuch", (await client.ErrorAsync("QueryFilters", """[[],["nosuch"]]"""))[1][0].GetString());
    }

    [Theory]
    [InlineData("""[null,-1,[],"ACCEPT",[]]""", "a filter's priority '-1'")]
    [InlineData("""[null,0,[["size",["=","id",1]]],"ACCEPT",[]]""", "malformed FilterPredicate JSON: [\"size\", [\"=\", \"id\", 1]]")]
    [InlineData("""[null,0,[["jobid",["foo","id",1]]],"ACCEPT",[]]""", "Unknown filter operand 'foo'")]
    [InlineData("""[null,0,[["jobid",null]],"ACCEPT",[]]""", "malformed FilterPredicate JSON")]
    [InlineData("""[null,0,[],["RATE_LIMIT",0],[]]""", "malformed FilterAction JSON: [\"RATE_LIMIT\", 0]")]
    [InlineData("""[null,0,[],"ACCEPT",["x"]]""", "Unable to read Triple")]
    [InlineData("""[null,0,[],"ACCEPT"]""", "Unable to read 5 tuple")]
    public async Task A_malformed_filter_is_told_so_and_ends_the_connection(string args, string problem)
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var error = (await client.ErrorAsync("ReplaceFilter", args)).GetString()!;
        Assert.StartsWith("Failed to parse request: Cannot convert value '", error, StringComparison.Ordinal);
        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_paused_job_stays_queued()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        await client.ResultAsync("ReplaceFilter", """[null,0,[["jobid",[">","id","watermark"]]],"PAUSE",[]]""");
        await client.ResultAsync("SubmitJob", """[[{"OP_ID":"OP_TEST_HELD","duration":0.1,"reason":[]}]]""");
        Assert.Equal("""[["queued"]]""", (await client.ResultAsync("QueryJobs", """[[1],["status"]]""")).GetRawText());
    }
}
