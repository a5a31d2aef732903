using System.Text.Json;
using Drover.Kernel;
using Drover.Web.Tests.Jobs;

namespace Drover.Web.Tests.Query;

public sealed class QueryTests
{
    [Fact]
    public async Task Resources_are_listed_with_what_they_are()
    {
        await using var door = await TestDoor.OpenAsync();
        var (_, body) = await door.GetAsync("/v1/query");
        var job = body.GetProperty("resources").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "job");
        Assert.NotEmpty(job.GetProperty("doc").GetString()!);
    }

    [Fact]
    public async Task Rows_are_filtered_sorted_and_paged()
    {
        await using var door = await TestDoor.OpenAsync();
        for (var i = 0; i < 5; i++)
            await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        var (_, first) = await door.GetAsync("/v1/query/job?fields=id,status&limit=2&filter=" + Uri.EscapeDataString("""id > 1 and status == "success" """));
        Assert.Equal(["id", "status"], first.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        Assert.Equal("""[[[0,2],[0,"success"]],[[0,3],[0,"success"]]]""", first.GetProperty("rows").GetRawText());
        var next = first.GetProperty("next").GetString()!;
        var (_, second) = await door.GetAsync($"/v1/query/job?fields=id&limit=2&after={Uri.EscapeDataString(next)}");
        Assert.Equal("[[[0,4]],[[0,5]]]", second.GetProperty("rows").GetRawText());
        var (_, sorted) = await door.GetAsync("/v1/query/job?fields=id&sort=-id");
        Assert.Equal("[[[0,5]],[[0,4]],[[0,3]],[[0,2]],[[0,1]]]", sorted.GetProperty("rows").GetRawText());
        Assert.Equal(JsonValueKind.Null, sorted.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task No_fields_means_the_usual_ones_and_a_star_all()
    {
        await using var door = await TestDoor.OpenAsync();
        var (_, fields) = await door.GetAsync("/v1/query/job/fields");
        var all = fields.GetProperty("fields").EnumerateArray().ToList();
        var usual = all.Where(f => f.GetProperty("default").GetBoolean()).Select(f => f.GetProperty("name").GetString()).ToHashSet();
        Assert.NotEmpty(usual);
        Assert.Equal("number", all.Single(f => f.GetProperty("name").GetString() == "id").GetProperty("kind").GetString());
        Assert.Equal(usual, Names((await door.GetAsync("/v1/query/job")).Body).ToHashSet());
        Assert.Equal(all.Count, Names((await door.GetAsync("/v1/query/job?fields=*")).Body).Count());
    }

    [Fact]
    public async Task Archived_jobs_are_listed_when_the_field_is_named_and_not_by_a_star()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        await door.PostAsync($"/v1/jobs/{id}/archive", "");
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        Assert.Equal("[[[0,1],[0,true]],[[0,2],[0,false]]]", (await door.GetAsync("/v1/query/job?fields=id,archived")).Body.GetProperty("rows").GetRawText());
        Assert.Equal("[[[0,2],[0,false]],[[0,1],[0,true]]]", (await door.GetAsync("/v1/query/job?fields=id,archived&sort=-id")).Body.GetProperty("rows").GetRawText());
        Assert.Equal(1, (await door.GetAsync("/v1/query/job?fields=*")).Body.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task A_field_that_does_not_exist_is_an_unknown_column()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        var (status, body) = await door.GetAsync("/v1/query/job?fields=id,nix");
        Assert.Equal(200, status);
        Assert.Equal("[[[0,1],[1,null]]]", body.GetProperty("rows").GetRawText());
    }

    [Fact]
    public async Task A_long_listing_is_sent_whole()
    {
        await using var door = await TestDoor.OpenAsync();
        var text = new string('ü', 50_000);
        for (var i = 0; i < 5; i++)
            await door.SubmitAsync($$"""{"OP_ID":"OP_NOTE","text":"{{text}}"}""");
        var (_, body) = await door.GetAsync("/v1/query/job?fields=id,opresult");
        Assert.Equal(5, body.GetProperty("rows").GetArrayLength());
        Assert.All(body.GetProperty("rows").EnumerateArray(), row => Assert.Equal(text, row[1][1][0].GetString()));
    }

    [Fact]
    public async Task An_observer_gets_no_inputs()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"secret"}""");
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        var (status, body) = await door.Reopen().GetAsync("/v1/query/job?fields=*");
        Assert.Equal(200, status);
        Assert.DoesNotContain("secret", body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/query/nix", 404, "RESOURCE_UNKNOWN")]
    [InlineData("/v1/query/nix/fields", 404, "RESOURCE_UNKNOWN")]
    [InlineData("/v1/query/job?filter=status%20%3D%3D", 400, "FILTER_SYNTAX")]
    [InlineData("/v1/query/job?filter=nix%20%3D%3D%201", 400, "FILTER_FIELD")]
    [InlineData("/v1/query/job?limit=0", 400, "PARAMETER_INVALID")]
    [InlineData("/v1/query/job?limits=1", 400, "PARAMETER_UNKNOWN")]
    public async Task What_does_not_fit_is_refused(string path, int status, string code)
    {
        await using var door = await TestDoor.OpenAsync();
        SubmitTests.AssertError(await door.GetAsync(path), status, code);
    }

    private static IEnumerable<string?> Names(JsonElement answer) =>
        answer.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString());
}
