using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Drover.LavaWeb.Tests;

/// <summary>Users of a site with their tokens, and what they ask.</summary>
internal static class Clients
{
    public const string Ada = "token-of-ada";
    public const string Bob = "token-of-bob";
    public const string Root = "token-of-root";

    /// <summary>Adds ada (in boards), bob, and root, who is a superuser.</summary>
    public static async Task AddUsersAsync(this LavaSite site)
    {
        await AddAsync("ada", Ada, ["boards"], isSuperuser: false);
        await AddAsync("bob", Bob, [], isSuperuser: false);
        await AddAsync("root", Root, [], isSuperuser: true);

        Task AddAsync(string user, string token, string[] groups, bool isSuperuser) => site.DoAsync("OP_TOKEN_ADD", json =>
        {
            json.WriteString("user", user);
            json.WriteString("hash", SecretHash.Of(token));
            json.WriteStartArray("groups");
            foreach (var group in groups)
                json.WriteStringValue(group);
            json.WriteEndArray();
            json.WriteBoolean("superuser", isSuperuser);
        });
    }

    /// <summary>Calls a method of XML-RPC; the XML of its value, or <c>fault CODE: TEXT</c>.</summary>
    public static async Task<string> RpcAsync(this LavaSite site, string? token, string method, params string[] arguments)
    {
        var (status, body) = await site.RawRpcAsync(token, "/RPC2", method, arguments);
        Assert.Equal(200, status);
        var root = XDocument.Parse(body, LoadOptions.PreserveWhitespace).Root!;
        return root.Element("fault") is { } fault
            ? $"fault {fault.Descendants("int").Single().Value}: {fault.Descendants("string").Single().Value}"
            : string.Concat(root.Descendants("value").First().Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)));
    }

    public static async Task<(int Status, string Body)> RawRpcAsync(this LavaSite site, string? token, string path, string method, params string[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{site.Address.GetLeftPart(UriPartial.Authority)}{path}")
        {
            Content = new StringContent($"<?xml version='1.0'?><methodCall><methodName>{method}</methodName><params>{string.Concat(arguments.Select(value => $"<param><value>{value}</value></param>"))}</params></methodCall>", Encoding.UTF8, "text/xml"),
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{token[(token.LastIndexOf('-') + 1)..]}:{token}")));
        using var response = await site.Http.SendAsync(request, LavaSite.Stop);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(LavaSite.Stop));
    }

    /// <summary>Asks over REST; the status and the body as text.</summary>
    public static async Task<(int Status, string Body)> RestAsync(this LavaSite site, string? token, string path, HttpMethod? method = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method ?? (content is null ? HttpMethod.Get : HttpMethod.Post), $"/api/v0.2/{path}") { Content = content };
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Token {token}");
        using var response = await site.Http.SendAsync(request, LavaSite.Stop);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(LavaSite.Stop));
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public static JsonElement Parsed(this string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    public static string Text(string text) => $"<string>{new XText(text)}</string>";

    /// <summary>Submits a test job as somebody over XML-RPC; its id.</summary>
    public static async Task<long> SubmitAsAsync(this LavaSite site, string token, string definition)
    {
        var answer = await site.RpcAsync(token, "scheduler.jobs.submit", Text(definition));
        Assert.StartsWith("<int>", answer, StringComparison.Ordinal);
        return (long)XElement.Parse(answer);
    }

    /// <summary>Runs a job to its end as a worker does: a log of three lines, a case with a measurement, and the verdict.</summary>
    public static async Task RunAsync(this LavaSite site, long id)
    {
        await Drover.Tests.Shared.Soon.HoldsAsync(() => site.Lab.Assignments.Find(id) is not null);
        await site.Lab.Assignments.RunningAsync(id);
        await site.Lab.Logs.AppendAsync(id,
        [
            Line("""{"dt": "2023-04-05T06:07:08.123456", "lvl": "info", "msg": "start"}"""),
            Line("""{"dt": "2023-04-05T06:07:09.123456", "lvl": "results", "msg": {"definition": "0_smoke", "case": "boot", "result": "pass", "measurement": ! "12.5", "units": "s", "starttc": ! "0", "endtc": ! "1"}}"""),
            Line("""{"dt": "2023-04-05T06:07:10.123456", "lvl": "results", "msg": {"definition": "lava", "case": "job", "result": "pass"}}"""),
        ]);
        await site.Lab.Assignments.EndedAsync(id, new Drover.Lab.TestJobs.TestJobEnd(Drover.Lab.TestJobs.TestJobHealth.Complete));
        await site.UntilFinalAsync(id);
    }

    private static Drover.Lab.Logs.LogText Line(string text) => new(Encoding.UTF8.GetBytes(text), MayBeResult: true);
}
