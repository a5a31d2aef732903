using System.Buffers;
using System.Net.Sockets;
using Drover.Doors;
using Drover.Doors.Places;
using Drover.Storable;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit.Transport;

/// <summary>One client: one request, one reply, then the connection is closed - after a second reply where the client waits for the end of
/// a change of level. A request that has come in whole is carried out even
/// when its client has gone meanwhile, as the old daemon does.</summary>
/// <param name="server">Answers requests.</param>
/// <param name="visitor">Who the client is.</param>
/// <param name="refusal">Why it is not served; null when it is.</param>
/// <param name="transport">The connection.</param>
/// <param name="options">What it puts up with.</param>
/// <param name="budget">Bytes of unfinished requests.</param>
/// <param name="clock">Measures the time of a request.</param>
/// <param name="log">The log.</param>
internal sealed class ClusterInitConnection(
    RequestServer server, Visitor visitor, string? refusal, ConnectionContext transport, ClusterInitOptions options, Quota budget, TimeProvider clock, ILogger log)
{
    private long _held;

    private CancellationToken Stopping =>
        transport.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;

    public async Task ServeAsync()
    {
        try
        {
            StorableArray? message;
            try
            {
                message = await ReceiveAsync();
            }
            finally
            {
                budget.Give(visitor, _held);
            }
            if (message is null)
                return;
            var request = server.Understand(message);
            var reply = refusal is null ? await server.DecideAsync(visitor.Caller, request, CancellationToken.None) : TellReply.TurnedAway(refusal);
            await SendAsync(reply, request);
            if (request is { Waits: true } && reply.Job is { } job)
                await SendAsync(await EndAsync(job), request);
        }
        catch (InvalidDataException malformed)
        {
            ClusterInitLog.Malformed(log, visitor.Caller.Actor, malformed.Message);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ConnectionAbortedException)
        {
            // The client is gone; there is nobody to tell.
            ClusterInitLog.Ended(log, error.Message);
        }
    }

    private async Task SendAsync(TellReply reply, TellRequest? request) =>
        await transport.Transport.Output.WriteAsync(Frame.Of(ReplyMessage.Of(reply, request)), transport.ConnectionClosed);

    /// <summary>Waits for the end of a change of level, as long as the client and the door are there.</summary>
    private async Task<TellReply> EndAsync(long job)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(transport.ConnectionClosed, Stopping);
        return await server.EndAsync(job, either.Token);
    }

    /// <summary>The message of the client, or null when it went away, took too long, or the daemon stops before it was complete.</summary>
    private async Task<StorableArray?> ReceiveAsync()
    {
        using var late = new CancellationTokenSource(options.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, Stopping);
        var input = transport.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(either.Token);
                if (Frame.TryTake(read.Buffer, options.MaxBodyBytes, out var body))
                {
                    var message = StorableReader.Read(body.IsSingleSegment ? body.FirstSpan : body.ToArray());
                    input.AdvanceTo(read.Buffer.End);
                    return message;
                }
                if (read.IsCompleted)
                {
                    ClusterInitLog.Ended(log, "the client left before its request was complete");
                    return null;
                }
                Hold(read.Buffer.Length);
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            ClusterInitLog.Ended(log, late.IsCancellationRequested ? "the request was not complete in time" : "the daemon stops");
            return null;
        }
    }

    private void Hold(long received)
    {
        if (budget.Take(visitor, received - _held) != Shortage.None)
            throw new InvalidDataException($"unfinished requests take too much memory: all clients together may have {options.MaxUnfinishedBytes} bytes, and one user a quarter of it");
        _held = received;
    }
}
