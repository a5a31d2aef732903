using Drover.Doors.Listening;
using Drover.Kernel;
using Drover.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.ClusterInit.Tests.Host;

/// <summary>The door on a real socket before services that the test plays, with a clock that the test moves.</summary>
internal sealed class DoorHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;

    private DoorHost(DirectoryInfo folder, WebApplication app, ClusterInitDoor door, FakeServices services, ManualClock clock, string socket)
    {
        _folder = folder;
        _app = app;
        Door = door;
        Services = services;
        Clock = clock;
        Socket = socket;
    }

    public ClusterInitDoor Door { get; }

    public FakeServices Services { get; }

    public ManualClock Clock { get; }

    public string Socket { get; }

    public static async Task<DoorHost> StartAsync(Role? role = null, Func<string, ClusterInitOptions>? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("ci");
        var socket = Path.Combine(folder.FullName, "run", "clinit.s");
        var services = new FakeServices();
        var clock = new ManualClock();
        var settings = (options ?? (path => new ClusterInitOptions { SocketPath = path }))(socket);
        var door = new ClusterInitDoor(services, new FixedGate(role ?? Role.Operator), settings, clock, NullLoggerFactory.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IConnectionListenerFactory>(services =>
            new DoorTransport(clock, NullLoggerFactory.Instance, services.GetRequiredService<IMemoryPoolFactory<byte>>()));
        builder.WebHost.ConfigureKestrel(door.Listen);
        var app = builder.Build();
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            folder.Delete(recursive: true);
            throw;
        }
        door.Opened();
        return new DoorHost(folder, app, door, services, clock, socket);
    }

    /// <summary>Closes the door as at the end of the daemon.</summary>
    public Task CloseAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
