using System.Net;
using System.Text.RegularExpressions;

namespace Drover.Web.Tests.Pages;

/// <summary>The pages of the fleet.</summary>
public sealed partial class NodePageTests
{
    private readonly FleetDomain _fleet = new();

    [Fact]
    public async Task Machines_are_listed_with_what_is_known_of_them()
    {
        await using var door = await TestDoor.OpenAsync(pages: true, domain: _fleet);
        using var browser = await Browser.SignedInAsync(door);
        var (status, text) = await browser.GetAsync("/nodes");
        Assert.Equal(HttpStatusCode.OK, status);
        var rows = Rows(text);
        Assert.Equal(3, rows.Count);
        Assert.Contains("<td>3</td>", rows[0], StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">1.5</td>", rows[0], StringComparison.Ordinal);
        // The name by which it has joined leads to it; a version that is being tried is told apart.
        Assert.Contains("<a href=\"/nodes/web2\">web2.example.com</a>", rows[1], StringComparison.Ordinal);
        Assert.Contains("<td>4 (canary)</td>", rows[1], StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">1, 1 not well</td>", rows[1], StringComparison.Ordinal);
        Assert.Contains("<td class=\"state-bad\">away</td>", rows[2], StringComparison.Ordinal);
        Assert.Contains("the connection &lt;b&gt;was lost", rows[2], StringComparison.Ordinal);
        Assert.Contains("1, dont 1 en défaut", WebUtility.HtmlDecode((await browser.GetAsync("/nodes", "fr")).Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_is_shown_with_its_own_groups()
    {
        await using var door = await TestDoor.OpenAsync(pages: true, domain: _fleet);
        using var browser = await Browser.SignedInAsync(door);
        var (_, text) = await browser.GetAsync("/nodes/web2");
        Assert.Contains("Debian GNU/Linux 12", text, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/services/web?node=web2\">web</a>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("DONE", text, StringComparison.Ordinal);
        Assert.Contains("/jobs?filter=summary", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/nodes/web9")).Status);
    }

    [Fact]
    public async Task The_link_to_commands_is_a_filter_that_is_understood()
    {
        await using var door = await TestDoor.OpenAsync(pages: true, domain: _fleet);
        using var browser = await Browser.SignedInAsync(door);
        var (_, text) = await browser.GetAsync("/nodes/web2");
        var (_, jobs) = await browser.GetAsync(WebUtility.HtmlDecode(CommandsLink().Match(text).Groups[1].Value));
        Assert.DoesNotContain("role=\"alert\"", jobs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_may_join_is_shown_its_line_once()
    {
        await using var door = await TestDoor.OpenAsync(pages: true, domain: _fleet);
        using var browser = await Browser.SignedInAsync(door);
        using var answer = await browser.PostAsync("/nodes", ("node", " web4 "), ("again", "1"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var line = JoinLine().Match(await answer.Content.ReadAsStringAsync(TestDoor.Stop)).Groups[1].Value;
        var secret = Regex.Match(line, @"^drover-agent join node1:7480 (\w{43})\.F1A6 --name web4$").Groups[1].Value;
        Assert.Equal($$"""OP_AGENT_INVITE {"node":"web4","hash":"{{SecretHash.Of(secret)}}","again":true}""", Assert.Single(_fleet.Run));
        // Nothing that is kept has it.
        Assert.DoesNotContain(secret, (await browser.GetAsync("/jobs/1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_may_not_join_is_told_why_and_one_without_a_name_is_asked_for_it()
    {
        await using var door = await TestDoor.OpenAsync(pages: true, domain: _fleet);
        using var browser = await Browser.SignedInAsync(door);
        using var refused = await browser.PostAsync("/nodes", ("node", "node1"));
        Assert.StartsWith("/jobs/1?", refused.Headers.Location!.ToString(), StringComparison.Ordinal);
        var (_, job) = await browser.GetAsync(refused.Headers.Location.ToString());
        Assert.Contains("It may not join", job, StringComparison.Ordinal);
        Assert.Contains("is the machine of the master itself", job, StringComparison.Ordinal);
        using var nameless = await browser.PostAsync("/nodes", ("node", "  "));
        Assert.Contains("Which machine?", (await browser.GetAsync(nameless.Headers.Location!.ToString())).Text, StringComparison.Ordinal);
        Assert.Empty(_fleet.Run);
    }

    [Fact]
    public async Task A_level_is_told_on_the_nodes_that_are_chosen()
    {
        await using var door = await TestDoor.OpenAsync(pages: true, domain: _fleet);
        using var browser = await Browser.SignedInAsync(door);
        var (_, all) = await browser.GetAsync("/services/web");
        Assert.Equal(
            ["<input type=\"checkbox\" name=\"node\" value=\"node1\" checked />", "<input type=\"checkbox\" name=\"node\" value=\"web2\" />"], Checkbox().Matches(all).Select(match => match.Value));
        Assert.Contains("?log=web2%2Fweb%2Fhttpd#output", all, StringComparison.Ordinal);

        var (_, one) = await browser.GetAsync("/services/web?node=web2&level=2");
        Assert.Contains("<input type=\"hidden\" name=\"node\" value=\"web2\" />", one, StringComparison.Ordinal);
        Assert.DoesNotContain("?log=node1", one, StringComparison.Ordinal);
        (await browser.PostAsync("/services/web/level", ("level", "2"), ("node", "web2"))).Dispose();
        (await browser.PostAsync("/services/web/level", ("level", "1"), ("node", "node1"), ("node", "web2"))).Dispose();
        (await browser.PostAsync("/services/web/level", ("level", "1"))).Dispose();
        await door.UntilAsync(3, Kernel.Jobs.JobStatus.Success);
        Assert.Equal(
            [
                """OP_SERVICE_GROUP_SET_LEVEL {"group":"web","level":"2","node":"web2"}""", """OP_SERVICE_NODES_SET_LEVEL {"group":"web","level":"1","nodes":["node1","web2"]}""",
                """OP_SERVICE_GROUP_SET_LEVEL {"group":"web","level":"1"}""",
            ], _fleet.Run);
    }

    private static List<string> Rows(string text) => [.. RowOfBody().Matches(text).Select(match => match.Value)];

    [GeneratedRegex("<tr>\\s*<td>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex RowOfBody();

    [GeneratedRegex("href=\"(/jobs\\?filter=[^\"]*)\"")]
    private static partial Regex CommandsLink();

    [GeneratedRegex("<input type=\"checkbox\"[^>]*>")]
    private static partial Regex Checkbox();

    [GeneratedRegex("<pre id=\"join\">(.*?)</pre>")]
    private static partial Regex JoinLine();
}
