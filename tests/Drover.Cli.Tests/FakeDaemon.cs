using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Drover.Cli.Tests;

/// <summary>A request that the client made.</summary>
internal sealed record SeenRequest(string Line, IQueryCollection Query, string Body)
{
    /// <summary>The path and what follows it as they were sent: nothing in it is decoded.</summary>
    public required string Target { get; init; }

    /// <summary>The trace that the request says to be a part of; null for none.</summary>
    public string? Trace { get; init; }
}

/// <summary>Serves the daemon's HTTP contract from canned answers, over a real UNIX socket.</summary>
internal sealed class FakeDaemon : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Answers> _answers = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("dc").FullName;
    private readonly WebApplication _app;

    private FakeDaemon()
    {
        SocketPath = Path.Combine(_directory, "s");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(SocketPath));
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public string SocketPath { get; }

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public static async Task<FakeDaemon> StartAsync()
    {
        var daemon = new FakeDaemon();
        await daemon._app.StartAsync();
        return daemon;
    }

    /// <summary>Answers <c>GET /path</c> with these bodies in turn; the last one stays.</summary>
    public FakeDaemon On(string request, params string[] bodies) => On(request, bodies.Select(b => (200, b)).ToArray());

    public FakeDaemon On(string request, int status, string body) => On(request, (status, body));

    public FakeDaemon On(string request, params (int Status, string Body)[] answers)
    {
        _answers[request] = new Answers(answers.Select(a => (Func<HttpContext, Task>)(c => WriteAsync(c, a.Status, a.Body))));
        return this;
    }

    public FakeDaemon On(string request, params Func<HttpContext, Task>[] answers)
    {
        _answers[request] = new Answers(answers);
        return this;
    }

    /// <summary>Answers <c>GET /v1/jobs/ID/follow</c> with a stream of these pieces of news.</summary>
    public FakeDaemon OnJob(long id, params string[] news) => On(string.Create(CultureInfo.InvariantCulture, $"GET /v1/jobs/{id}/follow"), Stream(news));

    /// <summary>An error of the daemon.</summary>
    public static Task Refuse(HttpContext context, int status, string code) =>
        WriteAsync(context, status, $$$"""{"error":{"code":"{{{code}}}","message":"not now"}}""");

    /// <summary>A stream that ends after these pieces of news.</summary>
    public static Func<HttpContext, Task> Stream(params string[] news) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var piece in news)
        {
            await context.Response.WriteAsync($"data: {piece}\n\n");
            await context.Response.Body.FlushAsync();
        }
    };

    /// <summary>A stream that goes on in silence after these pieces of news, until the client leaves.</summary>
    public static Func<HttpContext, Task> Endless(params string[] news) => async context =>
    {
        await Stream(news)(context);
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    };

    /// <summary>The client, in this process, against this daemon.</summary>
    public CliResult Run(params string[] args) => CliRun.InProcess([.. args, "--socket", SocketPath]);

    /// <summary>The same, at a moment.</summary>
    /// <param name="seconds">Since the Unix epoch.</param>
    public CliResult RunAt(long seconds, params string[] args) => CliRun.InProcess([.. args, "--socket", SocketPath], clock: new StandingClock(DateTimeOffset.FromUnixTimeSeconds(seconds)));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task ServeAsync(HttpContext context)
    {
        var line = $"{context.Request.Method} {context.Request.Path}";
        using var reader = new StreamReader(context.Request.Body);
        Requests.Enqueue(new SeenRequest(line, context.Request.Query, await reader.ReadToEndAsync()) 
        {
            Target = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            Trace = context.Request.Headers.TraceParent,
        });
        if (_answers.TryGetValue(line, out var answers))
            await answers.Next()(context);
        else
            await WriteAsync(context, 404, """{"error":{"code":"NOT_FOUND","message":"the fake daemon has no answer to """ + line + "\"}}");
    }

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private sealed class Answers(IEnumerable<Func<HttpContext, Task>> answers)
    {
        private readonly Queue<Func<HttpContext, Task>> _queue = new(answers);

        public Func<HttpContext, Task> Next()
        {
            lock (_queue)
                return _queue.Count > 1 ? _queue.Dequeue() : _queue.Peek();
        }
    }
}
