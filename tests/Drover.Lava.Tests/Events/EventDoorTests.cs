using Drover.Lab.Events;
using Drover.Lava.Events;
using Drover.Lava.Zmq;
using Drover.Tests.Shared;

namespace Drover.Lava.Tests.Events;

/// <summary>The publisher over real sockets.</summary>
public sealed class EventDoorTests : IDisposable
{
    private static readonly Guid s_id = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    private readonly ZmqContext _context = new();
    private readonly EventDoor _door;

    public EventDoorTests() => _door = EventDoor.Open(_context, new EventOptions { Endpoint = "tcp://127.0.0.1:*", QueueEvents = 1_000 }, new CapturedLog());

    public void Dispose()
    {
        _door.Dispose();
        _context.Dispose();
    }

    [Fact]
    public void Who_has_subscribed_hears_the_five_frames_in_order()
    {
        using var listener = Listener("org.linaro.validation.testjob");
        var time = new DateTimeOffset(2018, 6, 15, 14, 30, 0, TimeSpan.FromHours(2)).AddMicroseconds(5);
        _door.Publish(new LabEvent(".testjob", s_id, time, "ada", """{"job": 1}"""u8.ToArray()));
        _door.Publish(new LabEvent(".device", s_id, time, "lavaserver", """{"device": "b"}"""u8.ToArray()));
        _door.Publish(new LabEvent(".testjob", s_id, time.AddMicroseconds(-5), "ada", """{"job": 2}"""u8.ToArray()));
        Assert.Equal(["org.linaro.validation.testjob", "0f8fad5b-d9cb-469f-a165-70867728950e", "2018-06-15T12:30:00.000005", "ada", """{"job": 1}"""], listener.Receive());
        Assert.Equal(["org.linaro.validation.testjob", "0f8fad5b-d9cb-469f-a165-70867728950e", "2018-06-15T12:30:00", "ada", """{"job": 2}"""], listener.Receive());
    }

    [Fact]
    public async Task Publishing_waits_for_nobody()
    {
        using var lazy = Listener("");
        var json = new byte[10_000];
        for (var i = 0; i < 20_000; i++)
            _door.Publish(new LabEvent(".event", s_id, DateTimeOffset.UnixEpoch, "lavaserver", json));
        await Soon.HoldsAsync(() => _door.Published + _door.Dropped >= 20_000);
    }

    /// <summary>A listener whose subscription has arrived.</summary>
    private Peer Listener(string topic)
    {
        var listener = Peer.New(ZmqSocketType.Sub, null, 0);
        listener.Socket.Set(ZmqOption.Subscribe, System.Text.Encoding.UTF8.GetBytes(topic));
        listener.Socket.Set(ZmqOption.Subscribe, "org.linaro.validation.sync"u8);
        listener.Connect(_door.Endpoint);
        // Nobody is told when a subscription has arrived, so something is published until it is heard, and then the rest of it is taken.
        do
            _door.Publish(new LabEvent(".sync", s_id, DateTimeOffset.UnixEpoch, "first", default));
        while (listener.ReceiveBytes(20) is null);
        _door.Publish(new LabEvent(".sync", s_id, DateTimeOffset.UnixEpoch, "last", default));
        while (listener.Receive()[3] != "last")
        {
        }
        return listener;
    }
}
