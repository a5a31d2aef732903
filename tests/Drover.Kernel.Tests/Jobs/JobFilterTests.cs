using System.Text;
using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Kernel.Jobs.Filters;
using Drover.Kernel.Queries;
using Drover.Kernel.Tests.Queries;

namespace Drover.Kernel.Tests.Jobs;

public sealed class JobFilterTests
{
    private static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    private static ReplaceJobFilter Filter(string predicates, string action, int priority = 0, string? uuid = null) =>
        new(uuid, priority, Json(predicates), Json(action), _ => Json("[]"));

    [Fact]
    public async Task Pause_keeps_matching_jobs_queued_until_the_filter_is_gone()
    {
        await using var kernel = await TestKernel.StartAsync();
        var uuid = await kernel.ExecuteAsync(Filter("""[["opcode",["==","OP_ID","OP_NOTE"]]]""", "\"PAUSE\""));
        var paused = await kernel.SubmitAsync("OP_NOTE");
        var free = await kernel.SubmitAsync("OP_HOLD");
        Assert.Equal(JobStatus.Queued, kernel.StatusOf(paused));
        Assert.Equal(JobStatus.Running, kernel.StatusOf(free));
        using (var context = kernel.Host.Look(TestKernel.Alice))
            Assert.Contains($"the filter {uuid} pauses it", JobWhy.Explain(context, paused)!.Text);
        await kernel.CrashAndRestartAsync();
        Assert.Equal(JobStatus.Queued, kernel.StatusOf(paused));
        Assert.True(await kernel.ExecuteAsync(new DeleteJobFilter(uuid)));
        Assert.Equal(JobStatus.Success, kernel.StatusOf(paused));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Reject_cancels_and_accept_before_it_saves()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.ExecuteAsync(Filter("""[["reason",["==","source","gnt:watcher"]]]""", "\"REJECT\"", priority: 5));
        await kernel.ExecuteAsync(Filter("""[["reason",["=~","reason","urgent"]]]""", "\"ACCEPT\"", priority: 1));
        await kernel.ExecuteAsync(Filter("[]", "\"CONTINUE\""));
        var rejected = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","reason":[["gnt:watcher","usual",1]]}""");
        var saved = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","reason":[["gnt:watcher","very urgent",1]]}""");
        Assert.Equal(JobStatus.Canceled, kernel.StatusOf(rejected));
        Assert.Equal(JobStatus.Success, kernel.StatusOf(saved));
    }

    [Fact]
    public async Task The_watermark_tells_old_jobs_from_new_ones()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.SubmitAsync("OP_NOTE");
        await kernel.ExecuteAsync(Filter("""[["jobid",[">","id","watermark"]]]""", "\"PAUSE\""));
        Assert.Equal(JobStatus.Queued, kernel.StatusOf(await kernel.SubmitAsync("OP_NOTE")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rate_limit_lets_so_many_jobs_run_together(bool adHoc)
    {
        await using var kernel = await TestKernel.StartAsync();
        if (!adHoc)
            await kernel.ExecuteAsync(Filter("[]", """["RATE_LIMIT",2]"""));
        const string hold = """{"OP_ID":"OP_HOLD","reason":[["gnt:user","rate-limit:2:tests",1]]}""";
        var ids = new[] { await kernel.SubmitAsync(hold), await kernel.SubmitAsync(hold), await kernel.SubmitAsync(hold) };
        Assert.Equal([JobStatus.Running, JobStatus.Running, JobStatus.Queued], ids.Select(kernel.StatusOf));
        kernel.Gate.Open(ids[0]);
        await kernel.UntilAsync(ids[2], JobStatus.Running);
    }

    [Fact]
    public async Task A_filter_is_listed_with_all_that_it_says()
    {
        await using var kernel = await TestKernel.StartAsync();
        var uuid = await kernel.ExecuteAsync(Filter("""[["jobid",[">","id",7]]]""", "\"PAUSE\"", priority: 3));
        await kernel.ExecuteAsync(Filter("[]", "\"CONTINUE\"", priority: 4));
        using var context = kernel.Host.Look(TestKernel.Alice);
        var resource = kernel.Host.Model.Resources.Get("filter");
        Assert.Equal(["uuid", "watermark", "priority", "predicates", "action", "reason_trail"], resource.DefaultFields);
        var row = await resource.QueryAsync(context, new(resource.DefaultFields, FilterText.Parse($"uuid == {uuid}")), TestContext.Current.CancellationToken);
        Assert.Equal($$"""[["{{uuid}}",0,3,[["jobid",[">","id",7]]],"PAUSE",[]]]""", Fleet.Json(row.WriteValuesTo));
    }

    [Theory]
    [InlineData("""["=[]","names","b"]""", """["a","b"]""", true)]
    [InlineData("""["=[]","names","c"]""", """["a","b"]""", false)]
    [InlineData("""["=[]","names","b"]""", """["a","b",7]""", false)]
    [InlineData("""["=[]","names",7]""", """["a","b"]""", false)]
    [InlineData("""["=[]","names","b"]""", "\"b\"", false)]
    [InlineData("""["=~","names","b"]""", "\"abc\"", true)]
    [InlineData("""["=~","names","b"]""", """["b"]""", false)]
    [InlineData("""["?","names"]""", "true", true)]
    [InlineData("""["?","names"]""", "false", false)]
    [InlineData("""["?","names"]""", "\"true\"", false)]
    [InlineData("""["!",["?","names"]]""", "7", true)]
    [InlineData("""["==","names",7]""", "7", true)]
    [InlineData("""["==","names",7]""", "\"7\"", false)]
    [InlineData("""["!=","names",7]""", "\"7\"", true)]
    [InlineData("""["<","names",7]""", "6.5", true)]
    [InlineData("""["<","names",7]""", "7.5", false)]
    [InlineData("""["<=","names",7]""", "7", true)]
    [InlineData("""["<","names",7]""", "7", false)]
    [InlineData("""[">=","names","b"]""", "\"b\"", true)]
    [InlineData("""[">","names","b"]""", "\"b\"", false)]
    [InlineData("""[">","names","b"]""", "\"B\"", false)]
    [InlineData("""["==","names","watermark"]""", "5", true)]
    [InlineData("""["==","names","watermark"]""", "4", false)]
    [InlineData("""["==","names","watermark"]""", "\"watermark\"", true)]
    [InlineData("""["==","names",true]""", "true", true)]
    [InlineData("""["==","names",true]""", "false", false)]
    [InlineData("""["!=","nothing",7]""", "7", true)]
    [InlineData("""["<","nothing",7]""", "7", false)]
    public void A_condition_holds_for_a_value_of_its_own_type_only(string condition, string value, bool holds)
    {
        using var opcode = JsonDocument.Parse($$"""{"names":{{value}}}""");
        Assert.Equal(holds, JsonCondition.Holds(Fleet.List(condition)!, name => JsonCondition.Value(opcode.RootElement, name), watermark: 5));
    }

    [Theory]
    [InlineData("[[\"nosuch\",[\"==\",\"id\",1]]]", "\"PAUSE\"", "FILTER_PREDICATE")]
    [InlineData("{}", "\"PAUSE\"", "FILTER_PREDICATE")]
    [InlineData("[[\"jobid\",[\"foo\",\"id\",1]]]", "\"PAUSE\"", "FILTER_SYNTAX")]
    [InlineData("[]", "\"NOSUCH\"", "FILTER_ACTION")]
    [InlineData("[]", "[\"RATE_LIMIT\",0]", "FILTER_ACTION")]
    public async Task A_malformed_filter_is_refused(string predicates, string action, string code)
    {
        await using var kernel = await TestKernel.StartAsync();
        var refusal = await Assert.ThrowsAnyAsync<DroverException>(() => kernel.ExecuteAsync(Filter(predicates, action)));
        Assert.Equal(code, refusal.Code);
        Assert.Equal(0, kernel.Host.State.Objects.Count(JobFilter.Kind));
    }
}
