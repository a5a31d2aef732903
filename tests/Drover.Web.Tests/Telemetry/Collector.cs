using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Web.Tests.Telemetry;

/// <summary>Takes what is sent by OTLP over HTTP.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Channel<byte[]>> _taken = new();

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var collector = new Collector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync(TestDoor.Stop);
        return collector;
    }

    /// <summary>The next body that comes to a path.</summary>
    public async Task<byte[]> NextAsync(string path) => await Of(path).Reader.ReadAsync(TestDoor.Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestDoor.Stop);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Assert.Equal("application/x-protobuf", http.Request.ContentType);
        Of(http.Request.Path).Writer.TryWrite(body.ToArray());
    }

    private Channel<byte[]> Of(string path) => _taken.GetOrAdd(path, _ => Channel.CreateUnbounded<byte[]>());
}
