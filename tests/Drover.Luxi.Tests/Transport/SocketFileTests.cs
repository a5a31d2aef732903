using Drover.Doors.Places;
using Drover.Doors;
using Drover.Luxi.Tests.Host;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Luxi.Tests.Transport;

public sealed class SocketFileTests
{
    [Fact]
    public async Task Both_sockets_answer_and_are_for_owner_and_group()
    {
        await using var host = await LuxiHost.StartAsync();
        foreach (var path in host.Options.SocketPaths)
        {
            using var client = new LuxiClient(path);
            Assert.True(await client.IsOpenAsync());
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(path));
        }
        Assert.Equal(["ganeti-master", "ganeti-query"], host.Options.SocketPaths.Select(Path.GetFileName));
    }

    [Fact]
    public async Task Closing_the_door_removes_its_sockets()
    {
        await using var host = await LuxiHost.StartAsync();
        await host.CloseAsync();
        Assert.DoesNotContain(host.Options.SocketPaths, File.Exists);
    }

    [Fact]
    public async Task A_second_daemon_does_not_take_the_sockets_away()
    {
        await using var host = await LuxiHost.StartAsync();
        using var second = new LuxiDoor(
            host.Kernel, new CallerGate(new CallerGateOptions(), host.Clock), host.Options, NullLoggerFactory.Instance);
        var refusal = Assert.Throws<DroverException>(second.Listen);
        Assert.Equal("SOCKET_IN_USE", refusal.Code);
        using var client = host.Connect();
        Assert.True(await client.IsOpenAsync());
    }

    [Fact]
    public async Task A_socket_that_was_removed_comes_back_and_costs_no_connection()
    {
        await using var host = await LuxiHost.StartAsync();
        using var before = host.Connect();
        foreach (var path in host.Options.SocketPaths)
            File.Delete(path);
        await host.PassUntilAsync(() => host.Options.SocketPaths.All(File.Exists));
        foreach (var path in host.Options.SocketPaths)
        {
            using var client = new LuxiClient(path);
            Assert.True(await client.IsOpenAsync());
            Assert.Equal(host.Options.SocketMode, File.GetUnixFileMode(path));
        }
        Assert.True(await before.IsOpenAsync());
        await host.CloseAsync();
        Assert.DoesNotContain(host.Options.SocketPaths, File.Exists);
    }

    [Fact]
    public void A_setting_that_makes_no_sense_is_refused_by_name()
    {
        var refusal = Assert.Throws<DroverException>(() => new LuxiOptions { Directory = "/run/x", Places = new PlaceLimits { Most = 0 } }.Validate());
        Assert.Contains("Places", refusal.Message, StringComparison.Ordinal);
    }
}
