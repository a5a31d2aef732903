using System.Globalization;
using System.Text;
using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Web.About;
using Drover.Web.Calls;
using Drover.Web.Tests.Events;

namespace Drover.Web.Tests.Doors;

/// <summary>Asks the whole door as those who may not do everything, and compares with what is declared.</summary>
public sealed class ObserverTests
{
    private const string Secret = "xyzzy";
    private static readonly Caller s_observer = Caller.User(2000, Role.Observer);
    private static readonly Caller s_owner = Caller.User(1000, Role.Observer);

    [Fact]
    public async Task Observers_come_in_where_something_is_viewed_and_nowhere_else()
    {
        await using var door = await DoorWithSecretsAsync();
        foreach (var route in door.Site.Routes.All)
        {
            var (status, text) = await AskAsync(door, s_observer, route);
            var denied = route.Action != AccessAction.View || route.Path.EndsWith("/logs", StringComparison.Ordinal);
            Assert.True(status == (denied ? 403 : 200), $"{route.Method} {route.Path}: {status} {text}");
            if (denied)
                Assert.Contains("\"NOT_ALLOWED\"", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_route_tells_an_observer_what_is_for_others()
    {
        await using var door = await DoorWithSecretsAsync();
        foreach (var route in door.Site.Routes.All)
            Assert.DoesNotContain(Secret, (await AskAsync(door, s_observer, route)).Text, StringComparison.Ordinal);
        // The other way round: it is there to be told.
        foreach (var path in new[] { "/v1/jobs/{id}", "/v1/jobs/{id}/history", "/v1/jobs/{id}/wait", "/v1/jobs/{id}/follow", "/v1/query/{resource}", "/v1/config", "/v1/events" })
            Assert.Contains(Secret, (await AskAsync(door, Caller.User(0, Role.Operator), door.Site.Routes.All.Single(r => r.Path == path && r.Method == "GET"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owners_see_their_jobs_inside_on_every_route()
    {
        await using var door = await DoorWithSecretsAsync();
        foreach (var path in new[] { "/v1/jobs/{id}", "/v1/jobs/{id}/history", "/v1/jobs/{id}/wait", "/v1/jobs/{id}/follow", "/v1/query/{resource}", "/v1/events" })
            Assert.Contains(Secret, (await AskAsync(door, s_owner, door.Site.Routes.All.Single(r => r.Path == path && r.Method == "GET"))).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await AskAsync(door, s_owner, door.Site.Routes.All.Single(r => r.Path == "/v1/jobs/{id}/logs"))).Status);
        Assert.DoesNotContain(Secret, (await AskAsync(door, s_owner, door.Site.Routes.All.Single(r => r.Path == "/v1/config"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_every_table_an_observer_sees_the_fields_that_are_declared_for_everyone()
    {
        await using var door = await DoorWithSecretsAsync();
        foreach (var resource in door.Kernel.Model.Resources.All)
        {
            door.Gate.Caller = s_observer;
            if (resource.Fields.Single(field => field.Name == resource.NameField).Visibility != Visibility.Everyone)
            {
                Assert.Equal(403, (await door.Reopen().GetAsync($"/v1/query/{resource.Name}")).Status);
                continue;
            }
            var rows = (await door.Reopen().GetAsync($"/v1/query/{resource.Name}?fields=*")).Body.GetProperty("rows").EnumerateArray().ToList();
            door.Gate.Caller = Caller.User(0, Role.Operator);
            var whole = (await door.Reopen().GetAsync($"/v1/query/{resource.Name}?fields=*")).Body.GetProperty("rows").EnumerateArray().ToList();
            Assert.Equal(whole.Count, rows.Count);
            for (var row = 0; row < rows.Count; row++)
                for (var i = 0; i < resource.Fields.Count; i++)
                {
                    var field = resource.Fields[i];
                    if (field.Visibility != Visibility.Everyone)
                        Assert.True(rows[row][i][0].GetInt32() == (int)CellStatus.Unavailable, $"{resource.Name}.{field.Name} is {rows[row][i]}");
                    else if (field.Name != "payload")
                        Assert.Equal(whole[row][i].GetRawText(), rows[row][i].GetRawText());
                }
        }
    }

    [Fact]
    public async Task The_list_of_fields_says_who_sees_them()
    {
        await using var door = await TestDoor.OpenAsync();
        var fields = (await door.GetAsync("/v1/query/job/fields")).Body.GetProperty("fields").EnumerateArray();
        Assert.Equal(["oplog owner", "opresult owner", "ops owner", "trace owner"], fields
            .Select(field => $"{field.GetProperty("name").GetString()} {field.GetProperty("visible_to").GetString()}")
            .Where(text => !text.EndsWith(" everyone", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Strangers_on_the_network_hear_whether_the_daemon_is_well_and_not_what_is_wrong()
    {
        await using var door = await DoorWithSecretsAsync();
        door.Domain.Illness = $"The file {Secret} cannot be written.";
        foreach (var route in door.Site.Routes.All)
        {
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), Path(route));
            using var response = await door.Tcp.SendAsync(request, TestDoor.Stop);
            var text = await response.Content.ReadAsStringAsync(TestDoor.Stop);
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            var isOpen = route.Path is "/livez" or "/readyz" or "/metrics";
            Assert.Equal(isOpen ? (route.Path == "/readyz" ? 503 : 200) : 401, (int)response.StatusCode);
            Assert.Equal(!isOpen, text.Contains("TCP_NOT_SIGNED_IN", StringComparison.Ordinal));
        }
        Assert.Contains(Secret, (await door.GetAsync("/readyz")).Body.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>Job 1 of user 1000 has run with a secret, which is also in a setting that somebody has set.</summary>
    private static async Task<TestDoor> DoorWithSecretsAsync()
    {
        var door = await TestDoor.OpenAsync(settings:
            [new SettingView("state", Secret, "command line", "where it is"), new SettingView("listen", null, SettingView.ByDefault, "")]);
        var id = await door.SubmitAsync($$"""{"OP_ID":"OP_NOTE","text":"{{Secret}}"},{"OP_ID":"OP_HOLD","text":"{{Secret}}"}""");
        await door.UntilItHoldsAsync(id);
        return door;
    }

    private static string Path(Route route) => route.Path
        .Replace("{id}", "1", StringComparison.Ordinal).Replace("{opcode}", "OP_NOTE", StringComparison.Ordinal)
        .Replace("/{resource}", route.Path.EndsWith("{resource}", StringComparison.Ordinal) ? "/job?fields=*" : "/job", StringComparison.Ordinal)
        .Replace("/wait", "/wait?timeout=0&after_log=0", StringComparison.Ordinal)
        .Replace("/follow", "/follow?after_log=0", StringComparison.Ordinal)
        .Replace("/events", "/events?after=0&signals=all", StringComparison.Ordinal);

    private static async Task<(int Status, string Text)> AskAsync(TestDoor door, Caller caller, Route route)
    {
        door.Gate.Caller = caller;
        door.Reopen();
        if (route.Path == "/v1/events")
            return (200, await EventsAsync(door, Path(route)));
        if (route.Path == "/v1/jobs/{id}/follow")
            return (200, await FirstFrameAsync(door, Path(route)));
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), Path(route));
        if (route.Method != "GET")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await door.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestDoor.Stop));
    }

    /// <summary>The job goes on, and so does its stream.</summary>
    private static async Task<string> FirstFrameAsync(TestDoor door, string path)
    {
        using var frames = await Frames.FollowAsync(door, path);
        return string.Join('\n', (await frames.NextAsync())!);
    }

    private static async Task<string> EventsAsync(TestDoor door, string path)
    {
        using var frames = await Frames.FollowAsync(door, path);
        var text = new StringBuilder();
        for (var last = door.Kernel.State.Sequence; last > 0; last--)
        {
            var (id, kind, data) = await frames.NextEventAsync();
            text.Append(CultureInfo.InvariantCulture, $"{id} {kind} {data.GetRawText()}\n");
        }
        return text.ToString();
    }
}
