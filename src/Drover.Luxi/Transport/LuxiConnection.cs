using System.Net.Sockets;
using Drover.Doors;
using Drover.Doors.Places;
using Drover.Luxi.Requests;

namespace Drover.Luxi.Transport;

/// <summary>One client: reads a request, answers it, reads the next one. All of it happens on the loop's thread; what may be long or wait is
/// worked on elsewhere, and its answer comes back here.</summary>
internal sealed partial class LuxiConnection : IPolled, IDisposable
{
    /// <summary>How long and how much a client may go on sending to whom an error was told before the connection is closed.</summary>
    private static readonly TimeSpan s_lingerTime = TimeSpan.FromSeconds(5);
    private const long LingerBytes = 64 << 20;

    private readonly ConnectionTable _table;
    private readonly LuxiServer _server;
    private readonly Socket _socket;
    private readonly Visitor _visitor;
    private readonly Admission _admission;
    private readonly CallContext _here;
    private readonly CallContext _elsewhere;
    private readonly int _descriptor;
    private readonly ReceiveBuffer _input = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationTokenSource _ended = new();
    private ReplyBuffer? _unsent;
    private Phase _phase = Phase.Working;
    private long _since;
    private long _token;
    private uint _interest;
    private long _held;
    private long _dropped;
    private bool _hungUp;
    private Ending _ending;

    /// <param name="table">Where it belongs.</param>
    /// <param name="socket">The connection; it is closed with this.</param>
    /// <param name="visitor">Who the client is.</param>
    /// <param name="admission">Whether it is served; given back when the connection ends.</param>
    public LuxiConnection(ConnectionTable table, Socket socket, Visitor visitor, Admission admission)
    {
        _table = table;
        _server = table.Server;
        _socket = socket;
        _descriptor = (int)socket.Handle;
        _visitor = visitor;
        _admission = admission;
        _elsewhere = new CallContext(_server, visitor.Caller, _gone.Token, _ended.Token);
        _here = _elsewhere with { AtOnce = true };
    }

    private enum Phase
    {
        Idle,
        Receiving,
        Working,
        Writing,
        Lingering,
        Closed,
    }

    /// <summary>What follows once the answer is out.</summary>
    private enum Ending
    {
        None,
        Close,
        /// <summary>Closing a socket while its client sends would keep it from reading the answer: what it sends is passed over for a while.</summary>
        Linger,
    }

    public void Ready(uint events)
    {
        switch (_phase)
        {
            case Phase.Idle or Phase.Receiving:
                Receive();
                break;
            case Phase.Working when (events & (Libc.HungUp | Libc.Failed)) != 0:
                HangUp();
                break;
            case Phase.Working:
                // It sends ahead: that stays in its socket until this request is answered.
                Await(0);
                break;
            case Phase.Writing:
                Flush();
                Serve();
                break;
            case Phase.Lingering:
                Drop();
                break;
        }
    }

    /// <summary>Called once a second: ends the connection when the client has taken too long.</summary>
    public void CheckTime(long now)
    {
        var options = _server.Options;
        var limit = _phase switch
        {
            Phase.Idle => options.IdleTimeout,
            Phase.Receiving => options.FrameTimeout,
            Phase.Writing => options.WriteTimeout,
            Phase.Lingering => s_lingerTime,
            _ => Timeout.InfiniteTimeSpan,
        };
        if (limit < TimeSpan.Zero || _table.Clock.GetElapsedTime(_since, now) < limit)
            return;
        if (_phase == Phase.Receiving)
            Refuse($"the request was not complete after {options.FrameTimeout.TotalSeconds:0} seconds");
        else
            Close(_phase == Phase.Writing ? "the client did not read its answer in time" : "idle for too long");
    }

    /// <summary>The door closes: an answer that is under way is still sent.</summary>
    public void Stop()
    {
        if (_phase is Phase.Working or Phase.Writing)
        {
            _ending = Ending.Close;
            _ended.Cancel();
        }
        else
            Close("the daemon stops");
    }

    /// <summary>Cuts the connection.</summary>
    public void Dispose() => Close("the door is closed");

    private void Close(string reason)
    {
        if (_phase == Phase.Closed)
            return;
        Enter(Phase.Closed);
        GiveBack();
        _table.Loop.Forget(_token);
        _admission.Dispose();
        _table.Remove(this);
        _gone.Cancel();
        _ended.Cancel();
        _gone.Dispose();
        _ended.Dispose();
        _socket.Dispose();
        LuxiLog.Ended(_server.Log, reason);
    }

    private void Receive()
    {
        var count = Libc.Receive(_descriptor, _table.Received.Span);
        if (count > 0)
        {
            _input.Add(_table.Received[..count]);
            Serve();
        }
        else if (count == 0 || !Libc.IsForNow)
            Close("the client is gone");
    }

    /// <summary>Keeps the beginning of a request until more of it arrives, unless it breaks a limit.</summary>
    private void KeepUnfinished()
    {
        var length = _input.Length;
        if (length > _server.Options.MaxFrameBytes)
            Refuse($"the message is longer than {_server.Options.MaxFrameBytes} bytes; send less in one request");
        else if (length > _held && _table.Budget.Take(_visitor, length - _held) != Shortage.None)
            Refuse($"unfinished requests take too much memory: all clients together may have {_server.Options.MaxUnfinishedBytes} bytes, and one user a quarter of it; try again later");
        else
        {
            _held = length;
            if (length > 0 && _phase == Phase.Idle)
                Enter(Phase.Receiving);
            Await(Libc.Readable);
        }
    }

    private void GiveBack()
    {
        if (_held > 0)
            _table.Budget.Give(_visitor, _held);
        _held = 0;
    }

    private void Refuse(string problem)
    {
        _input.Clear();
        GiveBack();
        Send(LuxiReply.Malformed(problem), Ending.Linger);
    }

    private void Send(in LuxiReply reply, Ending ending)
    {
        if (_phase == Phase.Closed)
            return;
        var buffer = _table.RentReply();
        reply.WriteTo(buffer, _server.Log);
        Send(buffer, ending);
    }

    /// <summary>Sends an answer, and what does not fit into the socket later.</summary>
    private void Send(ReplyBuffer buffer, Ending ending)
    {
        if (_phase == Phase.Closed)
            return;
        if (_ending == Ending.None)
            _ending = ending;
        _unsent = buffer;
        Enter(Phase.Writing);
        Flush();
    }

    private void Flush()
    {
        while (!_unsent!.Unsent.IsEmpty)
        {
            var count = Libc.Send(_descriptor, _unsent.Unsent);
            if (count >= 0)
                _unsent.Sent(count);
            else if (Libc.IsForNow)
            {
                Await(Libc.Writable);
                return;
            }
            else
            {
                Close("the client is gone");
                return;
            }
        }
        _table.Return(_unsent);
        _unsent = null;
        if (_ending == Ending.Close || _hungUp)
            Close("its last answer is out");
        else if (_ending == Ending.Linger)
        {
            Enter(Phase.Lingering);
            Await(Libc.Readable);
        }
        else
            Enter(Phase.Idle);
    }

    /// <summary>Passes over what a client sends to whom an error was told. One that was turned away need not have sent anything before.</summary>
    private void Drop()
    {
        var count = Libc.Receive(_descriptor, _table.Received.Span);
        _dropped += Math.Max(0, count);
        if (count == 0 || (count < 0 && !Libc.IsForNow) || _dropped >= LingerBytes
            || (count > 0 && !_admission.IsServed))
            Close("an error was told");
    }

    private void HangUp()
    {
        _hungUp = true;
        // It would be told again and again.
        _table.Loop.Forget(_token, _descriptor);
        _gone.Cancel();
        _ended.Cancel();
    }

    private void Await(uint events)
    {
        if (_interest == events || _hungUp)
            return;
        _interest = events;
        _table.Loop.Watch(_descriptor, _token, events);
    }

    private void Enter(Phase phase)
    {
        _since = _table.Loop.Now;
        _phase = phase;
    }
}
