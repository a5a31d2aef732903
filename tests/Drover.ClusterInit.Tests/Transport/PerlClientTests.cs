using Drover.ClusterInit.Tests.Host;
using Drover.Kernel;
using Drover.Tests.Shared;

namespace Drover.ClusterInit.Tests.Transport;

/// <summary>Perl at one end, our door at the other.</summary>
public sealed class PerlClientTests
{
    private static readonly UnixFileMode s_ownerAndGroup =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    [Fact]
    public async Task A_tell_is_accepted_and_echoed()
    {
        await using var host = await DoorHost.StartAsync();
        host.Services.OnTell = (_, _) => TellReply.Accepted(GroupWord.Starting);
        var reply = await Perl.RunAsync("tell", host.Socket, "web", "1");
        Assert.Equal(
            ["_dfa_event=GROUPTOLD", "code=accepted", "group=web", "level=1", "msg=level transition started", "ok=1", "state=STARTING"], reply);
        Assert.Equal(["uid:1234: web -> 1"], host.Services.Asked);
    }

    [Theory]
    [InlineData("number", "1", "1")]
    [InlineData("number", "300", "300")]
    [InlineData("number", "-5", "-5")]
    [InlineData("number", "1.5", "1.5")]
    [InlineData("number", "0", "0")]
    [InlineData("tell", "0", "0")]
    [InlineData("tell", "", "")]
    [InlineData("tell", "[", "[")]
    [InlineData("tell", ".*", ".*")]
    public async Task A_level_is_a_plain_name_however_Perl_sends_it(string how, string sent, string meant)
    {
        await using var host = await DoorHost.StartAsync();
        var reply = await Perl.ReplyAsync(how, host.Socket, "g", sent);
        Assert.Equal(("1", meant), (reply["ok"], reply["level"]));
        Assert.Equal([$"uid:1234: g -> {meant}"], host.Services.Asked);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("gr\u263a")]
    [InlineData("caf\u00e9")]
    public async Task Any_name_of_a_group_comes_through_as_bytes_and_as_characters(string group)
    {
        await using var host = await DoorHost.StartAsync();
        host.Services.OnTell = (_, _) => TellReply.UnknownGroup();
        foreach (var how in new[] { "tell", "characters" })
        {
            var reply = await Perl.ReplyAsync(how, host.Socket, group, "1");
            Assert.Equal("no such group: " + group, reply["msg"]);
        }
        Assert.Equal([$"uid:1234: {group} -> 1", $"uid:1234: {group} -> 1"], host.Services.Asked);
    }

    [Fact]
    public async Task An_unknown_group_is_named_and_not_echoed()
    {
        await using var host = await DoorHost.StartAsync();
        host.Services.OnTell = (_, _) => TellReply.UnknownGroup();
        var reply = await Perl.RunAsync("tell", host.Socket, "nosuch", "1");
        Assert.Equal(["_dfa_event=GROUP_NOK", "code=no-such-group", "msg=no such group: nosuch", "ok=0"], reply);
    }

    [Fact]
    public async Task A_duplicate_tag_is_told_in_the_old_words()
    {
        await using var host = await DoorHost.StartAsync();
        host.Services.OnTell = (_, _) => TellReply.DuplicateTag("web1");
        var reply = await Perl.RunAsync("tell", host.Socket, "web", "1");
        Assert.Equal(["_dfa_event=CLTAB_NOK", "code=bad-cltab", "msg=entry has duplicate tag: web1", "ok=0"], reply);
    }

    [Fact]
    public async Task A_group_without_a_name_is_no_request()
    {
        await using var host = await DoorHost.StartAsync();
        var reply = await Perl.RunAsync("tell", host.Socket, "", "1");
        Assert.Equal(["_dfa_event=CMDERR", "code=bad-request", "msg=result unknown", "ok=0"], reply);
        Assert.Empty(host.Services.Asked);
    }

    [Fact]
    public async Task Shutdown_goes_by_its_level_whatever_the_group()
    {
        await using var host = await DoorHost.StartAsync();
        var reply = await Perl.RunAsync("tell", host.Socket, "x", ":::SHUTDOWN:::");
        Assert.Equal(["_dfa_event=HALTED", "code=halting", "msg=all groups halting", "ok=1"], reply);
        Assert.Equal(["uid:1234: shutdown"], host.Services.Asked);
    }

    [Theory]
    [InlineData(":::ALL:::", ":::REREAD:::")]
    [InlineData("::ALL::", "::REREAD::")]
    public async Task Both_spellings_reread_the_cltab(string group, string level)
    {
        await using var host = await DoorHost.StartAsync();
        var reply = await Perl.RunAsync("tell", host.Socket, group, level);
        Assert.Equal(["_dfa_event=CLTAB_OK", "code=reread", "msg=cltab read again", "ok=1"], reply);
        Assert.Equal(["uid:1234: reread"], host.Services.Asked);
    }

    [Fact]
    public async Task Who_is_no_operator_is_told_so_and_nothing_happens()
    {
        await using var host = await DoorHost.StartAsync(Role.Observer);
        foreach (var level in new[] { "1", ":::SHUTDOWN:::" })
        {
            var reply = await Perl.ReplyAsync("tell", host.Socket, "web", level);
            Assert.Equal(("0", "not-allowed"), (reply["ok"], reply["code"]));
            Assert.StartsWith("not allowed: uid:1234 may not ", reply["msg"], StringComparison.Ordinal);
        }
        Assert.Empty(host.Services.Asked);
    }

    [Fact]
    public async Task Who_may_tell_groups_may_not_halt_the_daemon()
    {
        await using var host = await DoorHost.StartAsync(new Role("teller", [new Grant(AccessAction.Submit, Protected.Opcode)]));
        Assert.Equal("accepted", (await Perl.ReplyAsync("tell", host.Socket, "web", "1"))["code"]);
        Assert.Equal("reread", (await Perl.ReplyAsync("tell", host.Socket, ":::ALL:::", ":::REREAD:::"))["code"]);
        Assert.Equal("not allowed: uid:1234 may not administer daemon: that is for root, the daemon's own user, and members of the admin group.",
            (await Perl.ReplyAsync("tell", host.Socket, "x", ":::SHUTDOWN:::"))["msg"]);
        Assert.Equal(["uid:1234: web -> 1", "uid:1234: reread"], host.Services.Asked);
    }

    [Fact]
    public async Task A_refusal_of_the_services_carries_its_code_and_text()
    {
        await using var host = await DoorHost.StartAsync();
        host.Services.OnTell = (_, _) => throw new DroverException("QUEUE_DRAINED", "No jobs are taken.");
        var reply = await Perl.RunAsync("tell", host.Socket, "web", "1");
        Assert.Equal(["_dfa_event=CMDERR", "code=queue-drained", "msg=No jobs are taken.", "ok=0"], reply);
    }

    [Fact]
    public async Task An_error_inside_of_the_daemon_is_answered_too()
    {
        await using var host = await DoorHost.StartAsync();
        host.Services.OnTell = (_, _) => throw new InvalidOperationException("broken");
        Assert.Equal("internal", (await Perl.ReplyAsync("tell", host.Socket, "web", "1"))["code"]);
        host.Services.OnTell = (_, _) => TellReply.Accepted();
        Assert.Equal("accepted", (await Perl.ReplyAsync("tell", host.Socket, "web", "1"))["code"]);
    }

    [Fact]
    public async Task A_request_may_come_byte_by_byte()
    {
        await using var host = await DoorHost.StartAsync();
        Assert.Equal("accepted", (await Perl.ReplyAsync("slow", host.Socket, "web", "1"))["code"]);
    }

    [Fact]
    public async Task Two_hundred_clients_at_once_get_their_own_answers()
    {
        await using var host = await DoorHost.StartAsync();
        Assert.Equal(["good=200"], await Perl.RunAsync("many", host.Socket, "200", "web"));
        Assert.Equal(200, host.Services.Asked.Distinct().Count());
    }

    [Fact]
    public async Task A_tell_whose_client_left_is_carried_out()
    {
        await using var host = await DoorHost.StartAsync();
        await Perl.RunAsync("hangup", host.Socket, "web", "1");
        await Soon.HoldsAsync(() => !host.Services.Asked.IsEmpty && host.Door.Connections == 0);
        Assert.Equal(["uid:1234: web -> 1"], host.Services.Asked);
    }

    [Fact]
    public async Task The_socket_is_for_owner_and_group_and_goes_with_the_door()
    {
        await using var host = await DoorHost.StartAsync();
        Assert.Equal(s_ownerAndGroup, File.GetUnixFileMode(host.Socket));
        await host.CloseAsync();
        Assert.False(File.Exists(host.Socket));
    }
}
