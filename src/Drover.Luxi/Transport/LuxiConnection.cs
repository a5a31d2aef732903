using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Drover.Kernel;
using Drover.Luxi.Requests;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Drover.Luxi.Transport;

/// <summary>One client: reads a request, answers it, reads the next one.</summary>
internal sealed class LuxiConnection(LuxiServer server, ConnectionTable table, ConnectionContext transport)
{
    /// <summary>How long and how much a client may go on sending to whom an error was told before the connection is closed.</summary>
    private static readonly TimeSpan s_lingerTime = TimeSpan.FromSeconds(5);
    private const long LingerBytes = 64 << 20;

    private readonly PipeReader _input = transport.Transport.Input;
    private readonly PipeWriter _output = transport.Transport.Output;
    private long _since;
    private int _phase;
    private volatile bool _stopping;
    private long _held;
    private SequencePosition? _searched;

    private enum Phase
    {
        Idle,
        Receiving,
        Working,
        Writing,
        Lingering,
    }

    private Phase Now => (Phase)Volatile.Read(ref _phase);

    public async Task ServeAsync()
    {
        Enter(Phase.Idle);
        var admission = table.Add(this);
        var closing = transport.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var stop = closing.Register(static state => ((LuxiConnection)state!).Stop(), this);
        try
        {
            if (admission == Admission.Served)
                await ServeRequestsAsync(Identify(), closing);
            else if (admission == Admission.TurnedAway)
                await TurnAwayAsync();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ConnectionAbortedException)
        {
            // The client is gone; there is nobody to tell.
            LuxiLog.Ended(server.Log, error.Message);
        }
        finally
        {
            table.Remove(this, admission);
            GiveBack();
        }
    }

    /// <summary>Called by the table's timer: ends the connection when the client has taken too long.</summary>
    public void CheckTime(long now)
    {
        if (!IsOverdue(now))
            return;
        if (Now == Phase.Writing)
            transport.Abort(new ConnectionAbortedException("The client did not read its answer in time."));
        else
            _input.CancelPendingRead();
    }

    private Caller Identify() => server.Gate.Identify(transport.Features.Get<IConnectionSocketFeature>()!.Socket);

    private async Task ServeRequestsAsync(Caller caller, CancellationToken closing)
    {
        var context = new CallContext(server, caller, transport.ConnectionClosed, closing);
        while (true)
        {
            if (!_input.TryRead(out var read))
                read = await _input.ReadAsync(CancellationToken.None);
            if (read.IsCanceled && (_stopping || IsOverdue(table.Clock.GetTimestamp())))
            {
                await ExpireAsync(read.Buffer);
                return;
            }
            if (FindEnd(read.Buffer) is { } end)
            {
                var goOn = await AnswerAsync(context, read.Buffer, end);
                if (!goOn || _stopping)
                    return;
                Enter(Phase.Idle);
            }
            else if (read.IsCompleted || !await KeepAsync(read.Buffer))
                return;
        }
    }

    /// <summary>Keeps the beginning of a request until more of it arrives; false when it breaks a limit and the client was told.</summary>
    private async ValueTask<bool> KeepAsync(ReadOnlySequence<byte> buffer)
    {
        var length = buffer.Length;
        if (length > server.Options.MaxFrameBytes)
        {
            await RefuseAsync(buffer, $"the message is longer than {server.Options.MaxFrameBytes} bytes; send less in one request");
            return false;
        }
        if (!table.Budget.TryTake(length - _held))
        {
            await RefuseAsync(buffer, $"unfinished requests of all clients exceed {server.Options.MaxUnfinishedBytes} bytes; try again later");
            return false;
        }
        _held = length;
        if (length > 0 && Now == Phase.Idle)
            Enter(Phase.Receiving);
        _searched = buffer.End;
        _input.AdvanceTo(buffer.Start, buffer.End);
        return true;
    }

    private async ValueTask<bool> AnswerAsync(CallContext context, ReadOnlySequence<byte> buffer, SequencePosition end)
    {
        Enter(Phase.Working);
        GiveBack();
        var frame = buffer.Slice(0, end);
        LuxiCall? call = null;
        string? problem = null;
        if (frame.Length > server.Options.MaxFrameBytes)
            problem = $"the message is longer than {server.Options.MaxFrameBytes} bytes; send less in one request";
        else
            call = server.Parse(frame, out problem);
        _input.AdvanceTo(buffer.GetPosition(1, end));

        if (call is not null)
            await server.ExecuteAsync(call, context, _output);
        else
        {
            LuxiLog.Malformed(server.Log, problem!);
            ReplyWriter.WriteFailure(_output, "Failed to parse request: " + problem);
        }
        await FlushAsync();
        return call is not null;
    }

    private async ValueTask ExpireAsync(ReadOnlySequence<byte> buffer)
    {
        var receiving = Now == Phase.Receiving && !_stopping;
        if (receiving)
            await RefuseAsync(buffer, $"the request was not complete after {server.Options.FrameTimeout.TotalSeconds:0} seconds");
        else
            _input.AdvanceTo(buffer.Start, buffer.End);
        LuxiLog.Ended(server.Log, receiving ? "unfinished request" : _stopping ? "the daemon stops" : "idle for too long");
    }

    private async ValueTask RefuseAsync(ReadOnlySequence<byte> buffer, string problem)
    {
        _input.AdvanceTo(buffer.End);
        GiveBack();
        ReplyWriter.WriteFailure(_output, "Failed to parse request: " + problem);
        await LingerAsync(untilFirstData: false);
    }

    private async ValueTask TurnAwayAsync()
    {
        LuxiLog.TooMany(server.Log, server.Options.MaxConnections);
        ReplyWriter.WriteError(_output, new LuxiError("GenericError",
            $"Too many clients: {server.Options.MaxConnections} connections are open already; try again later"));
        await LingerAsync(untilFirstData: true);
    }

    /// <summary>Sends what was written and waits a little for the client to read it: closing a socket with unread input would lose the answer.</summary>
    private async ValueTask LingerAsync(bool untilFirstData)
    {
        await FlushAsync();
        Enter(Phase.Lingering);
        for (long dropped = 0; dropped < LingerBytes;)
        {
            var read = await _input.ReadAsync();
            dropped += read.Buffer.Length;
            _input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || (untilFirstData && dropped > 0)
                || (read.IsCanceled && (_stopping || IsOverdue(table.Clock.GetTimestamp()))))
                return;
        }
    }

    private async ValueTask FlushAsync()
    {
        Enter(Phase.Writing);
        var flush = _output.FlushAsync();
        if (!flush.IsCompletedSuccessfully)
            await flush;
    }

    /// <summary>Where the first request ends; only what has come in since the last look is searched.</summary>
    private SequencePosition? FindEnd(ReadOnlySequence<byte> buffer)
    {
        var unseen = _searched is { } searched ? buffer.Slice(searched) : buffer;
        var end = unseen.PositionOf(ReplyWriter.EndMark);
        if (end is not null)
            _searched = null;
        return end;
    }

    private void GiveBack()
    {
        if (_held == 0)
            return;
        table.Budget.Give(_held);
        _held = 0;
    }

    private void Enter(Phase phase)
    {
        Volatile.Write(ref _since, table.Clock.GetTimestamp());
        Volatile.Write(ref _phase, (int)phase);
    }

    private bool IsOverdue(long now)
    {
        var limit = Now switch
        {
            Phase.Idle => server.Options.IdleTimeout,
            Phase.Receiving => server.Options.FrameTimeout,
            Phase.Writing => server.Options.WriteTimeout,
            Phase.Lingering => s_lingerTime,
            _ => Timeout.InfiniteTimeSpan,
        };
        return limit >= TimeSpan.Zero && table.Clock.GetElapsedTime(Volatile.Read(ref _since), now) >= limit;
    }

    private void Stop()
    {
        _stopping = true;
        _input.CancelPendingRead();
    }
}
