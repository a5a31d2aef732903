using System.Text.Json;
using Drover.Web.Audit;
using Drover.Web.Tests.Jobs;

namespace Drover.Web.Tests.About;

public sealed class AboutTests
{
    [Fact]
    public async Task Version_and_config_say_who_the_daemon_is_and_where_settings_come_from()
    {
        await using var door = await TestDoor.OpenAsync();
        Assert.Equal("""{"version":"9.8.7","cluster":"farm","node":"one","uuid":"some-uuid"}""", (await door.GetAsync("/v1/version")).Body.GetRawText());
        Assert.Equal("""{"settings":[{"name":"state","value":"/x","origin":"command line","doc":"where it is"},{"name":"listen","value":null,"origin":"default","doc":""}]}""",
            (await door.GetAsync("/v1/config")).Body.GetRawText());
    }

    [Fact]
    public async Task Audit_reports_what_the_daemon_found()
    {
        await using var door = await TestDoor.OpenAsync();
        Assert.Equal("""{"ok":true,"records":5,"first":1,"last":5,"replayed":true,"problems":[]}""",
            (await door.PostAsync("/v1/audit/verify", """{"replay":true}""")).Body.GetRawText());
        door.Audit.Report = new AuditReport(5, 1, 5, false, ["record 3: it does not fit"]);
        Assert.Equal("""{"ok":false,"records":5,"first":1,"last":5,"replayed":false,"problems":["record 3: it does not fit"]}""",
            (await door.PostAsync("/v1/audit/verify")).Body.GetRawText());
        SubmitTests.AssertError(await door.PostAsync("/v1/audit/verify", """{"replay":"yes"}"""), 400, "FIELD_INVALID");
    }

    [Fact]
    public async Task Who_looks_on_while_the_journal_is_checked_is_told_how_far_it_is()
    {
        await using var door = await TestDoor.OpenAsync();
        var end = new TaskCompletionSource();
        (door.Audit.Progress, door.Audit.End) = (new AuditProgress(500, 1234), end.Task);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/audit/verify") { Content = new StringContent("{}") };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await door.SendAsync(request);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestDoor.Stop));
        foreach (var line in new[] { "event: progress", """data: {"done":500,"total":1234}""", "" })
            Assert.Equal(line, await lines.ReadLineAsync(TestDoor.Stop));
        end.SetResult();
        Assert.Equal("event: report\ndata: {\"ok\":true,\"records\":5,\"first\":1,\"last\":5,\"replayed\":false,\"problems\":[]}\n\n", await lines.ReadToEndAsync(TestDoor.Stop));
    }

    [Fact]
    public async Task The_openapi_document_describes_every_route_and_nothing_else()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var (_, document) = await door.GetAsync("/v1/openapi.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(m => m.Name != "parameters").Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(door.Site.Routes.All.Select(r => $"{r.Method} {r.Path}").Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_of_the_openapi_document_has_answers_and_every_reference_leads_somewhere()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var (_, document) = await door.GetAsync("/v1/openapi.json");
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var method in path.Value.EnumerateObject().Where(m => m.Name != "parameters"))
            {
                Assert.NotEmpty(method.Value.GetProperty("summary").GetString()!);
                Assert.Contains(method.Value.GetProperty("responses").EnumerateObject(), r => r.Name[0] is '2' or '3');
            }
        foreach (var reference in References(document))
        {
            var at = document;
            foreach (var part in reference[2..].Split('/'))
                Assert.True(at.TryGetProperty(part, out at), reference);
        }
    }

    private static IEnumerable<string> References(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => m.Name == "$ref" ? [m.Value.GetString()!] : References(m.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
