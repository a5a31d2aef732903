using Drover.ClusterInit.Tests.Host;
using Drover.Tests.Shared;

namespace Drover.ClusterInit.Tests.Transport;

/// <summary>Clients that stay after the reply to hear how a change of level ended.</summary>
public sealed class WaitingClientTests
{
    private const string First = "_dfa_event=GROUPTOLD code=accepted group=web level=1 msg=level transition started ok=1 state=STOPPING";

    [Fact]
    public async Task The_reply_comes_at_once_and_the_end_when_it_is_there()
    {
        await using var host = await StartAsync();
        using var client = Perl.Start("wait", host.Socket, "web", "1");
        Assert.Equal(First, await client.LineAsync());
        host.Services.End.SetResult(TellReply.Reached(GroupWord.Passed));
        Assert.Equal(["_dfa_event=GROUPENDED code=reached group=web level=1 msg=level reached ok=1 state=PASSED", "closed"], await client.RestAsync());
    }

    [Fact]
    public async Task Who_does_not_ask_for_the_end_is_not_kept()
    {
        await using var host = await StartAsync();
        Assert.Equal("accepted", (await Perl.ReplyAsync("tell", host.Socket, "web", "1"))["code"]);
        Assert.Equal(["uid:1234: web -> 1"], host.Services.Asked);
    }

    [Fact]
    public async Task A_refused_tell_has_no_end()
    {
        await using var host = await StartAsync();
        host.Services.OnTell = (_, _) => TellReply.UnknownGroup();
        Assert.Equal(["_dfa_event=GROUP_NOK code=no-such-group msg=no such group: web ok=0", "closed"], await Perl.RunAsync("wait", host.Socket, "web", "1"));
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_waits_is_forgotten()
    {
        await using var host = await StartAsync();
        using (var client = Perl.Start("wait", host.Socket, "web", "1"))
        {
            Assert.Equal(First, await client.LineAsync());
            await Soon.HoldsAsync(() => host.Services.Asked.Contains("end of job 7"));
        }
        await Soon.HoldsAsync(() => host.Services.Asked.Contains("answered job 7") && host.Door.Connections == 0);
    }

    [Fact]
    public async Task The_end_of_the_daemon_closes_the_connection_without_an_answer()
    {
        await using var host = await StartAsync();
        using var client = Perl.Start("wait", host.Socket, "web", "1");
        Assert.Equal(First, await client.LineAsync());
        await host.CloseAsync();
        Assert.Equal(["closed"], await client.RestAsync());
    }

    private static async Task<DoorHost> StartAsync()
    {
        var host = await DoorHost.StartAsync();
        host.Services.OnTell = (_, _) => TellReply.Accepted(GroupWord.Stopping, job: 7);
        return host;
    }
}
