using System.Net.Sockets;
using Drover.ClusterInit;
using Drover.Daemon.Process;
using Drover.Daemon.Settings;
using Drover.Doors;
using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Luxi;
using Drover.Storage;
using Drover.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Drover.Daemon;

/// <summary>One web server for HTTP on its UNIX socket, TCP when asked for, and Cluster::Init; the LUXI door beside it.</summary>
internal sealed class DoorHost : IAsyncDisposable
{
    private static readonly TimeSpan s_closeTime = TimeSpan.FromSeconds(3);

    private readonly DaemonSettings _settings;
    private readonly IKernel _kernel;
    private readonly SqliteStore _store;
    private readonly ILoggerFactory _logging;
    private readonly IServiceDoor _services;
    private readonly IReadOnlyList<ILogSource> _logs;
    private readonly ClusterInitOptions? _clinitOptions;
    private WebApplication? _app;
    private ClusterInitDoor? _clinit;
    private LuxiDoor? _luxi;

    public DoorHost(
        DaemonSettings settings, IKernel kernel, SqliteStore store, ILoggerFactory logging, IServiceDoor services, IReadOnlyList<ILogSource> logs,
        ClusterInitOptions? clinit)
    {
        _logs = logs;
        _services = services;
        _clinitOptions = clinit;
        _settings = settings;
        _kernel = kernel;
        _store = store;
        _logging = logging;
    }

    /// <summary>Where it listens for HTTP, TCP ports as they were given.</summary>
    public IEnumerable<string> Addresses =>
        _app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Except([$"http://unix:{_clinitOptions?.SocketPath}"]);

    /// <summary>Opens all doors. Until they have their modes, only the daemon's own user can connect.</summary>
    public async Task OpenAsync(string socket, UnixFileMode mode)
    {
        var gate = Composition.Gate(_settings);
        var web = Composition.Web(_settings, _kernel, _store, gate, _logs, () => _luxi?.Connections ?? 0);
        _luxi = new LuxiDoor(_kernel, gate, Composition.Luxi(_settings), _logging);
        if (_clinitOptions is not null)
            _clinit = new ClusterInitDoor(_services, gate, _clinitOptions, _kernel.Clock, _logging);
        SocketFile.ClearStale(socket);

        // No configuration of its own: neither files of the current directory nor variables of others may move the doors.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_logging);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_closeTime);
        builder.Services.AddRoutingCore();
        // A client that floods its connection is slowed down instead of filling memory.
        builder.Services.Configure<SocketTransportOptions>(transport => transport.MaxReadBufferSize = 64 * 1024);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            WebDoor.Limit(server);
            web.ListenLocal(server, socket);
            if (_settings.Address("listen") is { } address)
                web.ListenTcp(server, address);
            _clinit?.Listen(server);
        });
        _app = builder.Build();
        web.Map(_app);

        await BindAsync(_app);
        SocketFile.SetAccess(socket, mode);
        _luxi.Opened();
        _clinit?.Opened();
    }

    private async Task BindAsync(WebApplication app)
    {
        try
        {
            using (Umask.OwnerOnly())
            {
                _luxi!.Listen();
                await app.StartAsync();
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            var where = string.Join(" and ", new[] { _settings.Find("listen"), _settings.Directory("run") }.OfType<string>());
            throw new DroverException("LISTEN_FAILED",
                $"The doors cannot be opened on {where}: {e.Message.TrimEnd('.')}. Is the address this machine's own, free, and allowed to this user? See --listen and --run.", e);
        }
    }

    /// <summary>Closes all doors; connections that do not end within a few seconds are cut.</summary>
    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(s_closeTime);
        if (_app is not null && _luxi is not null)
            await Task.WhenAll(_app.StopAsync(CancellationToken.None), _luxi.CloseAsync(patience.Token));
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _luxi?.Dispose();
    }

    /// <summary>The daemon itself listens for signals.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
