using System.Text;
using Drover.Doors.Places;
using Drover.ClusterInit.Tests.Host;
using Drover.Kernel;
using Drover.Tests.Shared;

namespace Drover.ClusterInit.Tests.Transport;

public sealed class BadClientTests
{
    /// <summary>msg "result unknown", _dfa_event "CMDERR", ok 0, code "bad-request".</summary>
    private const string NotUnderstood = "3030303030303837" + "050b02000000010403000000040a0e726573756c7420756e6b6e6f776e000000036d7367"
        + "0a06434d444552520000000a5f6466615f6576656e74" + "0880000000026f6b" + "0a0b6261642d7265717565737400000004636f6465";

    [Theory]
    [InlineData("00000005hello")]
    [InlineData("99999999")]
    [InlineData("01048577")]
    [InlineData("00000000")]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    [InlineData("-0000005")]
    [InlineData("0x")]
    public async Task Garbage_closes_its_own_connection_only(string sent)
    {
        await using var host = await DoorHost.StartAsync();
        using var other = Perl.Start("silent", host.Socket);
        await other.LineAsync();
        Assert.Equal(["got="], await Perl.RunAsync("raw", host.Socket, Convert.ToHexStringLower(Encoding.ASCII.GetBytes(sent))));
        Assert.Equal("accepted", (await Perl.ReplyAsync("tell", host.Socket, "web", "1"))["code"]);
        await Soon.HoldsAsync(() => host.Door.Connections == 1);
    }

    [Fact]
    public async Task Half_a_header_and_an_end_closes_the_connection()
    {
        await using var host = await DoorHost.StartAsync();
        Assert.Equal(["got="], await Perl.RunAsync("raw", host.Socket, "303030", "end"));
        Assert.Equal("accepted", (await Perl.ReplyAsync("tell", host.Socket, "web", "1"))["code"]);
    }

    [Theory]
    [InlineData("050b0200000000")]
    [InlineData("050b02000000010881")]
    [InlineData("050b0200000001040200000000")]
    [InlineData("050b02000000010403000000010a01670000000567726f7570")]
    [InlineData("050b0200000001040300000002 0a01670000000567726f7570 05 000000056c6576656c")]
    [InlineData("050b0200000001040300000002 0a01670000000567726f7570 040200000000 000000056c6576656c")]
    public async Task A_message_without_a_group_and_a_level_is_answered_with_result_unknown(string body)
    {
        await using var host = await DoorHost.StartAsync();
        body = body.Replace(" ", "", StringComparison.Ordinal);
        var header = Convert.ToHexStringLower(Encoding.ASCII.GetBytes($"{body.Length / 2:D8}"));
        var got = (await Perl.ReplyAsync("raw", host.Socket, header + body))["got"];
        Assert.Equal(NotUnderstood, got);
        Assert.Empty(host.Services.Asked);
    }

    [Fact]
    public async Task A_name_beyond_the_limit_is_no_request()
    {
        await using var host = await DoorHost.StartAsync();
        Assert.Equal("accepted", (await Perl.ReplyAsync("tell", host.Socket, new string('x', 4096), "1"))["code"]);
        Assert.Equal("bad-request", (await Perl.ReplyAsync("tell", host.Socket, new string('x', 4097), "1"))["code"]);
    }

    [Fact]
    public async Task A_silent_client_is_dropped_after_thirty_seconds_and_blocks_nobody()
    {
        await using var host = await DoorHost.StartAsync();
        using var silent = Perl.Start("silent", host.Socket);
        Assert.Equal("connected", await silent.LineAsync());
        await Soon.HoldsAsync(() => host.Door.Connections == 1);
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        host.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("accepted", (await Perl.ReplyAsync("tell", host.Socket, "web", "1"))["code"]);
        await Soon.HoldsAsync(() => host.Door.Connections == 1);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["got="], await silent.RestAsync());
        await Soon.HoldsAsync(() => host.Door.Connections == 0);
    }

    [Fact]
    public async Task A_client_beyond_the_limit_is_told_so()
    {
        await using var host = await DoorHost.StartAsync(options: path => new ClusterInitOptions { SocketPath = path, Places = new PlaceLimits { Most = 1 } });
        using var first = Perl.Start("silent", host.Socket);
        await first.LineAsync();
        await Soon.HoldsAsync(() => host.Door.Connections == 1);
        var reply = await Perl.ReplyAsync("tell", host.Socket, "web", "1");
        Assert.Equal(("0", "too-many-clients", "too many clients: there are 1 connections of Cluster::Init's clients already; end some, or try again later"),
            (reply["ok"], reply["code"], reply["msg"]));
        Assert.Empty(host.Services.Asked);
        Assert.Equal((1, 1L), (host.Door.Connections, host.Door.Refused));
    }

    [Fact]
    public async Task Unfinished_requests_of_all_clients_have_a_limit_together()
    {
        await using var host = await DoorHost.StartAsync(
            options: path => new ClusterInitOptions { SocketPath = path, MaxBodyBytes = 50_000, MaxUnfinishedBytes = 50_008 });
        using var first = Perl.Start("half", host.Socket, "40000");
        await Soon.HoldsAsync(() => host.Door.UnfinishedBytes == 40_008);
        using var second = Perl.Start("half", host.Socket, "40000");
        Assert.Equal(["got="], await second.RestAsync());
        Assert.Equal("accepted", (await Perl.ReplyAsync("tell", host.Socket, "web", "1"))["code"]);
        await host.CloseAsync();
        Assert.Equal(0, host.Door.UnfinishedBytes);
    }

    [Fact]
    public async Task The_end_of_the_daemon_drops_silent_clients_but_not_a_request_that_is_being_answered()
    {
        await using var host = await DoorHost.StartAsync();
        var hold = new TaskCompletionSource();
        host.Services.Hold = hold.Task;
        using var silent = Perl.Start("silent", host.Socket);
        await silent.LineAsync();
        using var asking = Perl.Start("tell", host.Socket, "web", "1");
        await Soon.HoldsAsync(() => !host.Services.Asked.IsEmpty && host.Door.Connections == 2);
        var closing = host.CloseAsync();
        Assert.Equal(["got="], await silent.RestAsync());
        hold.SetResult();
        Assert.Contains("msg=level transition started", await asking.RestAsync());
        await closing;
    }

    [Fact]
    public async Task A_second_daemon_does_not_take_the_socket_away()
    {
        await using var host = await DoorHost.StartAsync();
        var refusal = await Assert.ThrowsAsync<DroverException>(() => DoorHost.StartAsync(options: _ => new ClusterInitOptions { SocketPath = host.Socket }));
        Assert.Equal("SOCKET_IN_USE", refusal.Code);
        Assert.Equal("accepted", (await Perl.ReplyAsync("tell", host.Socket, "web", "1"))["code"]);
    }
}
