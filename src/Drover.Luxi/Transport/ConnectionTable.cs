using System.Net.Sockets;
using Drover.Doors;
using Drover.Doors.Listening;
using Drover.Doors.Places;
using Drover.Luxi.Requests;

namespace Drover.Luxi.Transport;

/// <summary>All connections of the door and what they share: the loop that serves them, its buffers, and the one timer that looks whether
/// any of them has taken too long. Belongs to the loop's thread but for what says otherwise.</summary>
internal sealed class ConnectionTable : IDisposable
{
    /// <summary>How often connections are looked at: a limit may be passed by so much.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const int ReceiveBytes = 64 * 1024;

    private readonly List<Listener> _listeners = [];
    private readonly HashSet<LuxiConnection> _connections = [];
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private readonly DoorPlaces _places;
    private readonly RareLine _waiting;
    private bool _closing;
    private ReplyBuffer? _scratch = new();

    public ConnectionTable(LuxiServer server, EventLoop loop)
    {
        Server = server;
        Loop = loop;
        _places = new DoorPlaces("LUXI connections", server.Options.Places, Clock, (count, caller, reason) => LuxiLog.TooMany(server.Log, count, caller, reason));
        _waiting = new RareLine(Clock);
        Budget = new Quota(QuotaLimits.OfBytes(server.Options.MaxUnfinishedBytes, server.Options.MaxFrameBytes));
        _timer = Clock.CreateTimer(_ => Loop.Post(_ => Sweep(), null), null, Interval, Interval);
    }

    public LuxiServer Server { get; }

    public EventLoop Loop { get; }

    public TimeProvider Clock => Server.Kernel.Clock;

    /// <summary>May be asked from any thread.</summary>
    public Quota Budget { get; }

    /// <summary>Where each connection receives in its turn.</summary>
    public Memory<byte> Received { get; } = new byte[ReceiveBytes];

    /// <summary>Connections that are served. May be asked from any thread.</summary>
    public int Count => _places.Taken;

    /// <summary>Connections that were not served since the start because there were too many. May be asked from any thread.</summary>
    public long Refused => _places.Refused;

    /// <summary>A buffer for one answer; give it back when the answer is out.</summary>
    public ReplyBuffer RentReply()
    {
        var buffer = _scratch ?? new ReplyBuffer();
        _scratch = null;
        return buffer;
    }

    public void Return(ReplyBuffer buffer)
    {
        buffer.Clear();
        _scratch = buffer;
    }

    /// <summary>Binds a socket, or takes it from those that were passed. Call it before the loop starts.</summary>
    /// <exception cref="SocketException">The socket cannot be bound.</exception>
    public void Listen(string path, PassedSockets? passed) => _listeners.Add(new Listener(path, this, passed));

    /// <summary>Takes a new connection on, or turns it away.</summary>
    public void Admit(Socket socket, int descriptor)
    {
        if (Identify(socket) is not { } visitor || _closing)
        {
            socket.Dispose();
            return;
        }
        var admission = _places.Enter(visitor, descriptor);
        if (admission.IsClosed)
        {
            socket.Dispose();
            return;
        }
        var connection = new LuxiConnection(this, socket, visitor, admission);
        _connections.Add(connection);
        connection.Begin();
    }

    /// <summary>The file of a socket was lost.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why the socket cannot be bound anew; null when it was.</param>
    public void TellLost(string path, string? problem)
    {
        if (problem is null)
            LuxiLog.BoundAnew(Server.Log, path);
        else
            LuxiLog.Lost(Server.Log, path, problem);
    }

    /// <summary>New connections wait because there are no descriptors left.</summary>
    public void TellWaiting(string problem)
    {
        if (_waiting.Add() > 0)
            LuxiLog.Waiting(Server.Log, problem);
    }

    public void Remove(LuxiConnection connection)
    {
        if (_connections.Remove(connection) && _connections.Count == 0 && _closing)
            _empty.TrySetResult();
    }

    /// <summary>Takes no more connections and lets every one end with the answer that it is about to get. Ends when there is none left. May be
    /// called from any thread.</summary>
    public Task CloseAsync()
    {
        Loop.Post(_ => Stop(), null);
        return _empty.Task;
    }

    /// <summary>Cuts what is still open, once the loop has ended.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        CloseListeners();
        foreach (var connection in _connections.ToArray())
            connection.Dispose();
    }

    private void CloseListeners()
    {
        foreach (var listener in _listeners)
            listener.Dispose();
        _listeners.Clear();
    }

    /// <summary>Who is at the other end; null when it has gone already.</summary>
    private Visitor? Identify(Socket socket)
    {
        try
        {
            return Visitor.Local(Server.Gate.Identify(socket));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private void Stop()
    {
        CloseListeners();
        _closing = true;
        foreach (var connection in _connections.ToArray())
            connection.Stop();
        if (_connections.Count == 0)
            _empty.TrySetResult();
    }

    private void Sweep()
    {
        var now = Clock.GetTimestamp();
        foreach (var listener in _listeners)
            listener.GoOn(now);
        foreach (var connection in _connections.ToArray())
            connection.CheckTime(now);
    }
}
