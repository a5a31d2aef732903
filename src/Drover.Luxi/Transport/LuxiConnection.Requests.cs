using System.Net.Sockets;
using Drover.Luxi.Requests;

namespace Drover.Luxi.Transport;

/// <summary>From a request to its answer.</summary>
internal sealed partial class LuxiConnection
{
    /// <summary>Requests that a client may have sent ahead and that are answered in one turn; then others have theirs.</summary>
    private const int RequestsInATurn = 16;

    /// <summary>Longest request in bytes that is read on the loop's thread.</summary>
    private const int ShortRequest = 16 * 1024;

    /// <summary>What is being worked on for the client. It never fails: whatever goes wrong closes the connection.</summary>
    private Task _work = Task.CompletedTask;

    /// <summary>Serves the client, or tells it that it is one too many.</summary>
    public void Begin()
    {
        Watch(Libc.Readable);
        if (_admission.Refusal is { } refusal)
            Send(LuxiReply.Of(new LuxiError("GenericError", $"Too many clients: {refusal}")), Ending.Linger);
        else
            Enter(Phase.Idle);
    }

    private void Watch(uint events)
    {
        _interest = events;
        _token = _table.Loop.Watch(_descriptor, events, this);
    }

    /// <summary>Answers the requests that are there, one after the other.</summary>
    private void Serve()
    {
        for (var count = 1; _phase is Phase.Idle or Phase.Receiving; count++)
        {
            var end = _input.FindEnd();
            if (end < 0)
                KeepUnfinished();
            else if (count > RequestsInATurn)
                ServeLater();
            else
                Answer(_input.Take(end));
            if (end < 0)
                break;
        }
        _input.Keep();
    }

    private void ServeLater()
    {
        Enter(Phase.Working);
        _table.Loop.Post(static state => ((LuxiConnection)state!).ServeOn(), this);
    }

    private void ServeOn()
    {
        if (_phase != Phase.Working)
            return;
        Enter(Phase.Idle);
        if (_ending == Ending.None)
            Serve();
        else
            Close("the daemon stops");
    }

    private void Answer(ReadOnlyMemory<byte> message)
    {
        GiveBack();
        Enter(Phase.Working);
        if (message.Length > _server.Options.MaxFrameBytes)
            Send(LuxiReply.Malformed($"the message is longer than {_server.Options.MaxFrameBytes} bytes; send less in one request"), Ending.Close);
        else if (message.Length > ShortRequest || _server.ReadAtOnce(message) is not { } call)
            AnswerElsewhere(message.ToArray());
        else if (call.Kind == CallKind.Long)
            AnswerElsewhere(call);
        else
            AnswerHere(call);
    }

    private void AnswerHere(LuxiCall call)
    {
        var answer = _server.AnswerAsync(call, _here);
        if (answer.IsCompletedSuccessfully)
            Finish(call, answer.Result);
        else
            _work = FinishAsync(call, answer);
    }

    private async Task FinishAsync(LuxiCall call, ValueTask<LuxiReply> answer)
    {
        try
        {
            Finish(call, await answer);
            Serve();
        }
        catch (Exception error)
        {
            Break(error);
        }
    }

    private void Finish(LuxiCall call, in LuxiReply reply)
    {
        if (reply.IsNotAtOnce)
        {
            call.Outgrow();
            AnswerElsewhere(call);
        }
        else
            Send(reply, reply.IsLast ? Ending.Close : Ending.None);
    }

    private void AnswerElsewhere(byte[] message) => _work = AnswerElsewhereAsync(() => _server.Read(message));

    private void AnswerElsewhere(LuxiCall call) => _work = AnswerElsewhereAsync(() => call);

    /// <summary>Has a request answered by the pool.</summary>
    private async Task AnswerElsewhereAsync(Func<LuxiCall> read)
    {
        try
        {
            var (buffer, ending) = await Task.Run(async () =>
            {
                var reply = await _server.AnswerAsync(read(), _elsewhere);
                var buffer = new ReplyBuffer();
                reply.WriteTo(buffer, _server.Log);
                return (buffer, reply.IsLast ? Ending.Close : Ending.None);
            });
            Send(buffer, ending);
            Serve();
        }
        catch (Exception error)
        {
            Break(error);
        }
    }

    private void Break(Exception error)
    {
        if (error is not (OperationCanceledException or SocketException or ObjectDisposedException))
            LuxiLog.Broken(_server.Log, error);
        Close("the client is gone");
    }
}
