using System.Runtime.InteropServices;
using System.Text;
using Drover.Lava.Curve;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Control;

/// <summary>The thread of the workers' door: takes messages in batches, answers PING and HELLO itself, passes the rest on, and sends what waits.</summary>
internal sealed partial class ControlThread : SocketThread
{
    // A turn ends here, so that what is to be sent does not wait for a flood to end, and a flood of large messages does not fill the memory.
    private const int BatchMessages = 1024, BatchBytes = 8 << 20;
    private const int MostFrames = 6;

    private readonly ZmqSocket _router;
    private readonly ZmqFrames _frames = new(MostFrames);
    private readonly ZmqMonitor? _monitor;
    private readonly CurveGuard? _guard;
    private readonly IWorkerEvents _events;
    private readonly TimeProvider _clock;
    private readonly SendQueue _queue;
    private readonly RareLines _lines;
    private readonly MasterMessage _helloOk = MasterMessage.HelloOk();
    private readonly MasterMessage _pong;
    private readonly List<WorkerMessage> _batch = [];
    private long _now;
    private long _batchBytes;
    private long _received;

    public ControlThread(ZmqContext context, ControlOptions options, CurveGuard? guard, IWorkerEvents events, TimeProvider clock, ILogger log) : base("lava-control", log)
    {
        _guard = guard;
        _events = events;
        _clock = clock;
        _lines = new RareLines(clock);
        _queue = new SendQueue(options.QueueMessages, options.QueueBytes);
        _pong = MasterMessage.Pong(options.PingInterval);
        Workers = new WorkerTable(clock, options.MaximumWorkers);
        try
        {
            _router = new ZmqSocket(context, ZmqSocketType.Router);
            SetUp(_router, options, guard);
            _router.Bind(options.Endpoint);
            Endpoint = _router.LastEndpoint;
            _monitor = new ZmqMonitor(context, _router, clock, log);
        }
        catch
        {
            Dispose();
            throw;
        }
        Poller.Add(_router);
        Poller.Add(_monitor.Socket);
        Start();
    }

    public string Endpoint { get; } = "";

    public WorkerTable Workers { get; }

    public DropCounts Dropped { get; } = new();

    public long Received => Volatile.Read(ref _received);

    public bool Send(string worker, MasterMessage message)
    {
        if (!_queue.TryAdd(worker, message))
        {
            Dropped.Add(DropReason.QueueFull);
            return false;
        }
        Wake();
        return true;
    }

    protected override bool Work()
    {
        SendQueued();
        var taken = 0;
        while (taken < BatchMessages && _batchBytes < BatchBytes && _frames.Take(_router))
        {
            // Read once a turn, and not before its first message has come: no message is older than it seems.
            if (taken++ == 0)
                _now = _clock.GetTimestamp();
            Take();
        }
        Volatile.Write(ref _received, _received + taken);
        var isFull = taken == BatchMessages || _batchBytes >= BatchBytes;
        Deliver();
        _monitor!.Drain();
        return isFull;
    }

    protected override bool MaySleep() => _queue.IsEmpty;

    // What was queued before the end is sent as far as libzmq takes it; that connections end with it is the protocol's way.
    protected override void Finish() => SendQueued();

    protected override void Close()
    {
        _monitor?.Dispose();
        _router?.Dispose();
        _frames.Dispose();
    }

    private static void SetUp(ZmqSocket router, ControlOptions options, CurveGuard? guard)
    {
        router.Set(ZmqOption.RoutingId, "master"u8);
        // The last connection with a name is the one that counts: a worker whose machine was cut off comes back on a new one.
        router.Set(ZmqOption.RouterHandover, 1);
        // To be told what cannot be sent, and count it; nobody outside sees a difference.
        router.Set(ZmqOption.RouterMandatory, 1);
        router.Set(ZmqOption.Linger, 0);
        router.Set(ZmqOption.Ipv6, options.Ipv6 ? 1 : 0);
        router.Set(ZmqOption.SendHighWater, options.HighWater);
        router.Set(ZmqOption.ReceiveHighWater, options.HighWater);
        router.Set(ZmqOption.MaximumMessageSize, options.MaximumFrame);
        router.Set(ZmqOption.Backlog, options.Backlog);
        router.KeepAlive(options.KeepAlive);
        guard?.Protect(router);
    }

    private void SendQueued()
    {
        if (_queue.IsEmpty)
            return;
        var taken = _queue.TakeAll();
        foreach (var (worker, message) in taken)
            Send(Encoding.UTF8.GetBytes(worker), message);
        // A START may be large: it is not kept until the next one.
        taken.Clear();
    }

    private void Send(ReadOnlySpan<byte> identity, MasterMessage message)
    {
        // An empty name would not be one of libzmq's, and a name of it begins with a zero.
        var refused = identity.IsEmpty ? ZmqErrno.Unreachable : _router.Send(identity, more: true);
        if (refused != 0)
        {
            NotSent(identity, refused == ZmqErrno.TryAgain ? DropReason.PeerFull : DropReason.NotConnected, message);
            return;
        }
        for (var i = 0; i < message.Frames.Count; i++)
            _router.Send(message.Frames[i], more: i < message.Frames.Count - 1);
    }

    private void NotSent(ReadOnlySpan<byte> identity, DropReason reason, MasterMessage message)
    {
        Dropped.Add(reason);
        // That a worker is away is nothing new; that it does not read is.
        if (reason != DropReason.PeerFull || !Log.IsEnabled(LogLevel.Warning))
            return;
        var worker = NameOf(identity);
        if (_lines.IsDue($"{worker} {reason}", out var before))
            LavaLog.NotSent(Log, worker, $"it does not read, and {message.Action} finds no room", before);
    }

    private void Deliver()
    {
        if (_batch.Count == 0)
            return;
        if (_batchBytes > 0)
            _frames.Clear();
        _batchBytes = 0;
        try
        {
            _events.Received(CollectionsMarshal.AsSpan(_batch));
        }
        catch (Exception broken)
        {
            // Workers repeat what they get no answer to, so a fault of the domain costs time and not a job.
            Dropped.Add(DropReason.Fault, _batch.Count);
            LavaLog.Broken(Log, broken, _batch.Count);
        }
        _batch.Clear();
    }

    private static string NameOf(ReadOnlySpan<byte> identity) => WorkerName.IsValid(identity) ? Encoding.UTF8.GetString(identity) : "a peer without a name";
}
