using Drover.Doors;
using Drover.Doors.Listening;
using Drover.Web;
using Microsoft.AspNetCore.Connections;

namespace Drover.Daemon.Doors;

/// <summary>The door of all that the web server serves: HTTP on its UNIX socket, over TCP when asked for, and Cluster::Init.</summary>
/// <param name="site">What is behind HTTP.</param>
/// <param name="listeners">Its sockets, in the order in which they open.</param>
/// <param name="passed">Sockets that the daemon was started with.</param>
internal sealed class WebServer(WebSite site, IReadOnlyList<IWebListener> listeners, PassedSockets passed, ILoggerFactory logging) : IDoor, IAsyncDisposable
{
    private WebApplication? _app;

    /// <inheritdoc/>
    public async Task ListenAsync()
    {
        // No configuration of its own: neither files of the current directory nor variables of others may move the doors.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logging);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<IConnectionListenerFactory>(services =>
            new DoorTransport(TimeProvider.System, logging, services.GetRequiredService<IMemoryPoolFactory<byte>>(), passed));
        builder.WebHost.ConfigureKestrel(server =>
        {
            WebSite.Limit(server);
            foreach (var listener in listeners)
                listener.Listen(server);
        });
        _app = builder.Build();
        site.Map(_app);
#pragma warning disable MA0040 // The tokens of its life are no reasons to give up its start or its stop.
        await _app.StartAsync();
#pragma warning restore MA0040
    }

    /// <inheritdoc/>
    public void Opened()
    {
        foreach (var listener in listeners)
            listener.Opened();
    }

    /// <inheritdoc/>
    public Task CloseAsync(CancellationToken cut) => _app?.StopAsync(cut) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
