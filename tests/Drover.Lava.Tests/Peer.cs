using System.Text;
using Drover.Lava.Zmq;

namespace Drover.Lava.Tests;

/// <summary>A client on a socket and in a context of its own, as a worker on another machine is. For one thread at a time.</summary>
internal sealed class Peer : IDisposable
{
    private const int Patience = 60_000;
    private readonly ZmqContext? _own;
    private readonly ZmqFrames _frames = new(10);
    private readonly ZmqPoller _poller = new();

    private Peer(ZmqContext context, ZmqSocketType type, ZmqContext? own, string? name, int linger)
    {
        _own = own;
        Socket = new ZmqSocket(context, type);
        Socket.Set(ZmqOption.Linger, linger);
        if (name is not null)
            Socket.Set(ZmqOption.RoutingId, Encoding.UTF8.GetBytes(name));
        _poller.Add(Socket);
    }

    public ZmqSocket Socket { get; }

    public static Peer Worker(string endpoint, string name) => New(ZmqSocketType.Dealer, name, 0).Connect(endpoint);

    public static Peer Sender(string endpoint) => New(ZmqSocketType.Push, null, -1).Connect(endpoint);

    /// <summary>One of many in the same context.</summary>
    public static Peer Worker(ZmqContext context, string endpoint, string name) => new Peer(context, ZmqSocketType.Dealer, null, name, 0).Connect(endpoint);

    /// <summary>Not connected yet.</summary>
    public static Peer New(ZmqSocketType type, string? name, int linger)
    {
        var context = new ZmqContext();
        return new Peer(context, type, context, name, linger);
    }

    public Peer Connect(string endpoint)
    {
        Socket.Connect(endpoint);
        return this;
    }

    public void Send(params string[] frames) => Send(frames.Select(Encoding.UTF8.GetBytes).ToArray());

    public void Send(params byte[][] frames)
    {
        for (var i = 0; i < frames.Length; i++)
            Assert.Equal(0, Socket.Send(frames[i], i < frames.Length - 1));
    }

    /// <summary>The next message as text; fails the test when none comes.</summary>
    public string[] Receive() => [.. ReceiveBytes(Patience)!.Select(Encoding.UTF8.GetString)];

    /// <summary>The next message; null when none comes in time.</summary>
    public byte[][]? ReceiveBytes(int milliseconds)
    {
        while (!_frames.Take(Socket))
            if (!_poller.Wait(milliseconds))
                return milliseconds < Patience ? null : throw new TimeoutException("No message came within a minute.");
        return [.. Enumerable.Range(0, _frames.Count).Select(index => _frames[index].ToArray())];
    }

    public void Dispose()
    {
        Socket.Dispose();
        _frames.Dispose();
        _own?.Dispose();
    }
}
