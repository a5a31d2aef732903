using System.Text;
using System.Text.Json;
using Drover.Kernel;
using Drover.Web.Calls;
using Drover.Web.Doors;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Tracing;

/// <summary>Shows what parts of the daemon say of what they do, as server-sent events, for as long as somebody looks.</summary>
/// <param name="tracing">What is said.</param>
/// <param name="followers">Places of live streams, shared with other rooms.</param>
public sealed class TraceRoom(ITracing tracing, FollowerPlaces followers) : IWebRoom
{
    private const double Longest = 86_400;
    private const double Usual = 300;

    /// <summary>Characters that are gathered before they are sent.</summary>
    private const int MostAtOnce = 64 << 10;

    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public void Map(RouteTable routes) => routes.Inspect("/v1/trace", Protected.Daemon, FollowAsync);

    private async Task FollowAsync(Call call)
    {
        AccessGate.Require(call.Caller, new Permission(AccessAction.Administer, Protected.Daemon));
        var parameters = call.Parameters("facilities", "seconds");
        var time = parameters.Seconds("seconds", Longest) is { } given && given > TimeSpan.Zero ? given : TimeSpan.FromSeconds(Usual);
        using var trace = tracing.Open(parameters.Text("facilities") ?? "all", out var problem) ?? throw RequestException.Bad("PARAMETER_INVALID", problem!, "facilities");
        var response = call.Http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        if (call.IsHead)
            return;
        using var place = followers.Take(call.Visitor);
        using var over = new CancellationTokenSource(time, call.Kernel.Clock);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Stopping, over.Token);
        try
        {
            await response.StartAsync(enough.Token);
            await response.Body.FlushAsync(enough.Token);
            await FollowAsync(call, trace, enough.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !call.Aborted.IsCancellationRequested && !call.Stopping.IsCancellationRequested)
        {
            await response.WriteAsync(Frame("over", json => json.WriteNumber("seconds", time.TotalSeconds)), call.Aborted);
        }
        catch (OperationCanceledException) when (call.Stopping.IsCancellationRequested)
        {
            // The stream ends with the daemon.
        }
    }

    private static async Task FollowAsync(Call call, ITrace trace, CancellationToken cancellationToken)
    {
        var more = trace.Lines.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            var comes = await call.ComesAsync(more, s_heartbeat, cancellationToken);
            if (!call.IsStillLetIn)
                return;
            if (!comes)
            {
                await call.Http.Response.WriteAsync(": still here\n\n", cancellationToken);
                continue;
            }
            if (!await more)
                return;
            await call.Http.Response.WriteAsync(Waiting(trace), cancellationToken);
            more = trace.Lines.WaitToReadAsync(cancellationToken).AsTask();
        }
    }

    /// <summary>What waits, as frames that go out together.</summary>
    private static string Waiting(ITrace trace)
    {
        var frames = new StringBuilder();
        while (frames.Length < MostAtOnce && trace.Lines.TryRead(out var line))
            frames.Append(Frame("line", json => Write(json, line)));
        if (trace.TakeLost() is > 0 and var lost)
            frames.Append(Frame("lines-lost", json => json.WriteNumber("count", lost)));
        return frames.ToString();
    }

    private static void Write(Utf8JsonWriter json, TraceLine line)
    {
        json.WriteString("time", line.Time);
        json.WriteString("level", line.Level);
        json.WriteString("facility", line.Facility);
        json.WriteNumber("number", line.Number);
        json.WriteString("text", line.Text);
    }

    private static string Frame(string kind, Action<Utf8JsonWriter> write)
    {
        var json = RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        });
        return $"event: {kind}\ndata: {json}\n\n";
    }
}
