using System.Text.Json;
using Drover.Kernel;

namespace Drover.Web.Tests.Jobs;

public sealed class SubmitTests
{
    [Fact]
    public async Task One_job_is_created_with_its_place()
    {
        await using var door = await TestDoor.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = new StringContent("""{"ops":[{"OP_ID":"OP_NOTE","text":"a"}]}""") };
        using var response = await door.SendAsync(request);
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal("/v1/jobs/1", response.Headers.Location!.ToString());
        Assert.Equal(1, (await TestDoor.ReadAsync(response)).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Many_jobs_depend_on_each_other_by_relative_ids_and_one_may_be_refused()
    {
        await using var door = await TestDoor.OpenAsync();
        var (status, body) = await door.PostAsync("/v1/jobs", """
            {"jobs":[{"ops":[{"OP_ID":"OP_NOTE"}]},{"ops":[{"OP_ID":"OP_NOTE","depends":[[-1,["success"]]]}]},{"ops":[{"OP_ID":"OP_NOTE","depends":[[-9,[]]]}]}]}
            """);
        Assert.Equal(201, status);
        Assert.Equal(2, body.GetProperty("jobs")[1].GetProperty("id").GetInt64());
        Assert.Equal("JOB_RELATIVE_DEPENDENCY", body.GetProperty("jobs")[2].GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_same_token_answers_the_same_job_and_another_body_is_a_conflict()
    {
        await using var door = await TestDoor.OpenAsync();
        const string Body = """{"ops":[{"OP_ID":"OP_NOTE","text":"a"}],"token":"t1"}""";
        Assert.Equal(1, (await door.PostAsync("/v1/jobs", Body)).Body.GetProperty("id").GetInt64());
        Assert.Equal(1, (await door.PostAsync("/v1/jobs", Body)).Body.GetProperty("id").GetInt64());
        AssertError(await door.PostAsync("/v1/jobs", Body.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)), 409, "TOKEN_REUSED");
    }

    [Theory]
    [InlineData("""{"ops":[{"OP_ID":"OP_NOTE"}]""", "JSON_INVALID", null)]
    [InlineData("""[]""", "BODY_INVALID", null)]
    [InlineData("""{}""", "FIELD_MISSING", "ops")]
    [InlineData("""{"ops":{}}""", "FIELD_INVALID", "ops")]
    [InlineData("""{"ops":[]}""", "JOB_EMPTY", "ops")]
    [InlineData("""{"jobs":[]}""", "JOBS_EMPTY", "jobs")]
    [InlineData("""{"ops":[],"jobs":[]}""", "FIELD_UNKNOWN", "ops")]
    [InlineData("""{"ops":[],"priority":1}""", "FIELD_UNKNOWN", "priority")]
    [InlineData("""{"ops":[],"ops":[]}""", "FIELD_REPEATED", "ops")]
    [InlineData("""{"ops":[],"token":""}""", "FIELD_INVALID", "token")]
    [InlineData("""{"ops":[],"token":"a\u0007"}""", "FIELD_INVALID", "token")]
    [InlineData("""{"ops":[{"OP_ID":"OP_NIX"}]}""", "OPCODE_UNKNOWN", "ops[0].OP_ID")]
    [InlineData("""{"ops":[{"OP_ID":"OP_NOTE"},{"OP_ID":"OP_NOTE","text":5}]}""", "OPCODE_PARAMETER_INVALID", "ops[1].text")]
    [InlineData("""{"jobs":[{"ops":[{"OP_ID":"OP_NOTE","text":5}]}]}""", "OPCODE_PARAMETER_INVALID", "jobs[0].ops[0].text")]
    [InlineData("""{"jobs":[{"ops":[{"OP_ID":"OP_NOTE"}],"x":1}]}""", "FIELD_UNKNOWN", "jobs[0].x")]
    public async Task Bad_input_names_its_place_and_queues_nothing(string body, string code, string? field)
    {
        await using var door = await TestDoor.OpenAsync();
        var answer = await door.PostAsync("/v1/jobs", body);
        AssertError(answer, 400, code);
        // Whoever shows the message need not show the field.
        Assert.Contains(field ?? "", answer.Body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(field, answer.Body.GetProperty("error").TryGetProperty("field", out var place) ? place.GetString() : null);
        Assert.Empty(door.Kernel.State.Jobs);
    }

    [Fact]
    public async Task Invalid_json_is_told_with_line_and_byte()
    {
        await using var door = await TestDoor.OpenAsync();
        var (_, body) = await door.PostAsync("/v1/jobs", "{\n  \"ops\": nope}");
        Assert.Contains("line 2, byte 11", body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused()
    {
        await using var door = await TestDoor.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = new ByteArrayContent(new byte[WebSite.LargestBody + 1]) };
        // The client asks first, so that the refusal does not meet a body that is still being sent.
        request.Headers.ExpectContinue = true;
        using var response = await door.SendAsync(request);
        AssertError(((int)response.StatusCode, await TestDoor.ReadAsync(response)), 413, "BODY_TOO_LARGE");
    }

    [Fact]
    public async Task Nesting_beyond_the_limit_is_refused()
    {
        await using var door = await TestDoor.OpenAsync();
        AssertError(await door.PostAsync("/v1/jobs", $"{{\"ops\":{new string('[', 70)}{new string(']', 70)}}}"), 400, "JSON_INVALID");
    }

    [Fact]
    public async Task A_drained_or_full_queue_says_to_come_back()
    {
        await using var door = await TestDoor.OpenAsync(new KernelOptions { QueueLimit = 1 });
        await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        AssertError(await door.PostAsync("/v1/jobs", """{"ops":[{"OP_ID":"OP_NOTE"}]}"""), 503, "QUEUE_FULL");
        await door.SendAsync(HttpMethod.Put, "/v1/queue", """{"drained":true}""");
        AssertError(await door.PostAsync("/v1/jobs", """{"ops":[{"OP_ID":"OP_NOTE"}]}"""), 503, "QUEUE_DRAINED");
    }

    [Fact]
    public async Task An_observer_may_not_submit()
    {
        await using var door = await TestDoor.OpenAsync();
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        AssertError(await door.PostAsync("/v1/jobs", """{"ops":[{"OP_ID":"OP_NOTE"}]}"""), 403, "NOT_ALLOWED");
    }

    internal static void AssertError((int Status, JsonElement Body) answer, int status, string code)
    {
        Assert.True(answer.Status == status && answer.Body.GetProperty("error").GetProperty("code").GetString() == code, $"{answer.Status} {answer.Body}");
        Assert.NotEmpty(answer.Body.GetProperty("error").GetProperty("message").GetString()!);
    }
}
