using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Drover.Lab.Events;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Events;

/// <summary>The thread of the publisher.</summary>
internal sealed class EventThread : SocketThread
{
    private readonly ZmqSocket _pub;
    private readonly ConcurrentQueue<LabEvent> _queue = new();
    private readonly EventOptions _options;
    private int _waiting;
    private long _published;
    private long _dropped;

    public EventThread(ZmqContext context, EventOptions options, ILogger log) : base("lava-events", log)
    {
        _options = options;
        try
        {
            _pub = new ZmqSocket(context, ZmqSocketType.Pub);
            _pub.Set(ZmqOption.Linger, 0);
            _pub.Set(ZmqOption.Ipv6, options.Ipv6 ? 1 : 0);
            _pub.Set(ZmqOption.SendHighWater, options.HighWater);
            _pub.Bind(options.Endpoint);
            Endpoint = _pub.LastEndpoint;
        }
        catch
        {
            Dispose();
            throw;
        }
        // Listeners say what they want to hear: libzmq takes it in when the thread is in its poll.
        Poller.Add(_pub);
        Start();
    }

    public string Endpoint { get; } = "";

    public long Published => Volatile.Read(ref _published);

    public long Dropped => Volatile.Read(ref _dropped);

    public bool Publish(LabEvent happened)
    {
        if (Interlocked.Increment(ref _waiting) > _options.QueueEvents)
        {
            Interlocked.Decrement(ref _waiting);
            Interlocked.Increment(ref _dropped);
            return false;
        }
        _queue.Enqueue(happened);
        Wake();
        return true;
    }

    protected override bool Work()
    {
        while (_queue.TryDequeue(out var happened))
        {
            Interlocked.Decrement(ref _waiting);
            Send(happened);
            Volatile.Write(ref _published, _published + 1);
        }
        return false;
    }

    protected override bool MaySleep() => _queue.IsEmpty;

    protected override void Finish() => Work();

    protected override void Close() => _pub?.Dispose();

    private void Send(LabEvent happened)
    {
        _pub.Send(Encoding.UTF8.GetBytes(_options.Topic + happened.Suffix), more: true);
        _pub.Send(Encoding.UTF8.GetBytes(happened.Id.ToString()), more: true);
        _pub.Send(Encoding.UTF8.GetBytes(Iso(happened.Time)), more: true);
        _pub.Send(Encoding.UTF8.GetBytes(happened.User), more: true);
        _pub.Send(happened.Json.Span, more: false);
    }

    // As Python's isoformat() has it: microseconds only where there are some.
    private static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString(time.UtcTicks / TimeSpan.TicksPerMicrosecond % 1_000_000 == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
