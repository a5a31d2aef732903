using System.Text.Json;
using Drover.Kernel;

namespace Drover.Web.Tests.Jobs;

public sealed class CheckTests
{
    [Fact]
    public async Task A_check_tells_locks_and_makes_no_job()
    {
        await using var door = await TestDoor.OpenAsync();
        var before = door.Kernel.State.Sequence;
        var (status, body) = await door.PostAsync("/v1/jobs/check", """{"jobs":[{"ops":[{"OP_ID":"OP_NOTE","nodes":["n1"]},{"OP_ID":"OP_HOLD"}]}]}""");
        Assert.Equal(200, status);
        var ops = body.GetProperty("jobs")[0].GetProperty("ops");
        Assert.Equal("""{"node":{"exclusive":["n1"]}}""", ops[0].GetProperty("locks").GetRawText());
        Assert.Equal(("NOTE", JsonValueKind.Null, 0), (ops[0].GetProperty("summary").GetString(), ops[0].GetProperty("problem").ValueKind, ops[0].GetProperty("lines").GetArrayLength()));
        Assert.Equal("HOLD", ops[1].GetProperty("summary").GetString());
        Assert.Empty(door.Kernel.State.Jobs);
        Assert.Equal(before, door.Kernel.State.Sequence);
    }

    [Fact]
    public async Task A_check_says_what_the_submit_would_be_refused_for()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SendAsync(HttpMethod.Put, "/v1/queue", """{"drained":true}""");
        var before = door.Kernel.State.Sequence;
        var (_, checkedJobs) = await door.PostAsync("/v1/jobs/check", """{"ops":[{"OP_ID":"OP_NOTE"}]}""");
        var (_, submitted) = await door.PostAsync("/v1/jobs", """{"ops":[{"OP_ID":"OP_NOTE"}]}""");
        var (refusal, error) = (checkedJobs.GetProperty("jobs")[0].GetProperty("refusal"), submitted.GetProperty("error"));
        Assert.Equal("QUEUE_DRAINED", refusal.GetProperty("code").GetString());
        Assert.Equal(error.GetProperty("message").GetString(), refusal.GetProperty("message").GetString());
        Assert.Equal("NOTE", checkedJobs.GetProperty("jobs")[0].GetProperty("ops")[0].GetProperty("summary").GetString());
        Assert.Equal(before, door.Kernel.State.Sequence);
    }

    [Fact]
    public async Task A_check_looks_at_dependencies_as_the_job_would()
    {
        await using var door = await TestDoor.OpenAsync();
        var held = (await door.PostAsync("/v1/jobs", """{"ops":[{"OP_ID":"OP_HOLD"}]}""")).Body.GetProperty("id").GetInt64();
        var done = (await door.PostAsync("/v1/jobs", """{"ops":[{"OP_ID":"OP_NOTE"}]}""")).Body.GetProperty("id").GetInt64();
        await door.GetAsync($"/v1/jobs/{done}/wait");
        var before = door.Kernel.State.Sequence;
        var (_, body) = await door.PostAsync("/v1/jobs/check", $$$"""
            {"jobs":[{"ops":[{"OP_ID":"OP_NOTE","depends":[[{{{held}}},["success"]]]},{"OP_ID":"OP_NOTE","depends":[[{{{done}}},["success"]]]}]},
             {"ops":[{"OP_ID":"OP_NOTE","depends":[[{{{done}}},["error"]]]}]},
             {"ops":[{"OP_ID":"OP_NOTE","depends":[[999,[]]]}]},
             {"ops":[{"OP_ID":"OP_NOTE","depends":[[-1,["success"]]]}]},
             {"ops":[{"OP_ID":"OP_NOTE","depends":[[-9,["success"]]]}]}]}
            """);
        var jobs = body.GetProperty("jobs");
        Assert.Equal($"waits for the end of job {held}", Assert.Single(jobs[0].GetProperty("ops")[0].GetProperty("lines").EnumerateArray()).GetString());
        Assert.Equal([null, null, $"Dependency job {done} finished with status 'success', not one of 'error' as required", "Dependency error: Job 999 not found", null, null],
            jobs.EnumerateArray().SelectMany(job => job.GetProperty("ops").EnumerateArray()).Select(op => op.GetProperty("problem").GetString()));
        Assert.Equal([null, null, null, null, "JOB_RELATIVE_DEPENDENCY"], jobs.EnumerateArray().Select(job =>
            job.GetProperty("refusal") is { ValueKind: JsonValueKind.Object } refusal ? refusal.GetProperty("code").GetString() : null));
        Assert.Equal(before, door.Kernel.State.Sequence);
        Assert.Equal(2, door.Kernel.State.QueueState.LastJobId);
        door.Domain.OpenAll();
    }

    [Fact]
    public async Task Very_many_jobs_are_checked_in_parts_and_depend_on_each_other_as_they_would()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.PostAsync("/v1/jobs", """{"ops":[{"OP_ID":"OP_NOTE"}]}""");
        var jobs = string.Join(',', Enumerable.Range(0, 2_500).Select(i => i == 0 ? """{"ops":[{"OP_ID":"OP_NOTE"}]}""" : """{"ops":[{"OP_ID":"OP_NOTE","depends":[[-1,["success"]]]}]}"""));
        var checking = door.PostAsync("/v1/jobs/check", $$"""{"jobs":[{{jobs}}]}""");
        // Ids that others get meanwhile are theirs.
        for (var i = 0; i < 20; i++)
            await door.PostAsync("/v1/jobs", """{"ops":[{"OP_ID":"OP_NOTE"}]}""");
        var (status, body) = await checking;
        Assert.Equal(200, status);
        Assert.Equal(2_500, body.GetProperty("jobs").GetArrayLength());
        Assert.All(body.GetProperty("jobs").EnumerateArray(), job => Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null), (job.GetProperty("refusal").ValueKind, job.GetProperty("ops")[0].GetProperty("problem").ValueKind)));
        Assert.Equal(21, door.Kernel.State.QueueState.LastJobId);
    }

    [Theory]
    [InlineData("""{"ops":[{"OP_ID":"OP_NIX"}]}""", "OPCODE_UNKNOWN")]
    [InlineData("""{"ops":[{"OP_ID":"OP_NOTE","text":5}]}""", "OPCODE_PARAMETER_INVALID")]
    [InlineData("""{"ops":[{"OP_ID":"OP_NOTE"}],"token":"t"}""", "FIELD_UNKNOWN")]
    [InlineData("{}", "FIELD_MISSING")]
    public async Task What_is_malformed_is_refused_as_at_submit(string request, string code)
    {
        await using var door = await TestDoor.OpenAsync();
        var (status, body) = await door.PostAsync("/v1/jobs/check", request);
        Assert.Equal((400, code), (status, body.GetProperty("error").GetProperty("code").GetString()));
    }
}
