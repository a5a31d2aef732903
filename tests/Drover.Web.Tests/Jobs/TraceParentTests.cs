using System.Text.Json;

namespace Drover.Web.Tests.Jobs;

public sealed class TraceParentTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Parent = "b7ad6b7169203331";

    [Theory]
    [InlineData($"00-{Trace}-{Parent}-01", $"00-{Trace}-{Parent}-01")]
    [InlineData($"00-{Trace}-{Parent}-00", $"00-{Trace}-{Parent}-00")]
    [InlineData($"00-{Trace}-{Parent}-ff", $"00-{Trace}-{Parent}-01")]
    [InlineData($"cc-{Trace}-{Parent}-01-what-a-later-version-adds", $"00-{Trace}-{Parent}-01")]
    [InlineData($"cc-{Trace}-{Parent}-01", $"00-{Trace}-{Parent}-01")]
    [InlineData($"cc-{Trace}-{Parent}-011", null)]
    [InlineData($"CC-{Trace}-{Parent}-01", null)]
    [InlineData($"00-{Trace}-{Parent}-01-more", null)]
    [InlineData($"ff-{Trace}-{Parent}-01", null)]
    [InlineData($"00-{Trace}-{Parent}", null)]
    [InlineData($"00-00000000000000000000000000000000-{Parent}-01", null)]
    [InlineData($"00-{Trace}-0000000000000000-01", null)]
    [InlineData($"00-0AF7651916CD43DD8448EB211C80319C-{Parent}-01", null)]
    [InlineData($"00-{Trace}-{Parent}-0x", null)]
    [InlineData("nonsense", null)]
    public async Task A_job_keeps_the_trace_that_its_submit_was_a_part_of_and_a_wrong_one_is_none(string given, string? kept)
    {
        await using var door = await TestDoor.OpenAsync();
        using var response = await SubmitAsync(door, given);
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(kept, (await door.GetAsync("/v1/jobs/1")).Body.GetProperty("trace").GetString());
    }

    [Fact]
    public async Task Two_traces_are_none()
    {
        await using var door = await TestDoor.OpenAsync();
        using var response = await SubmitAsync(door, $"00-{Trace}-{Parent}-01", $"00-{Trace}-{Parent}-00");
        Assert.Equal(JsonValueKind.Null, (await door.GetAsync("/v1/jobs/1")).Body.GetProperty("trace").ValueKind);
    }

    private static async Task<HttpResponseMessage> SubmitAsync(TestDoor door, params string[] traces)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = new StringContent("""{"ops":[{"OP_ID":"OP_NOTE","text":"a"}]}""") };
        foreach (var trace in traces)
            request.Headers.TryAddWithoutValidation("traceparent", trace);
        return await door.SendAsync(request);
    }
}
