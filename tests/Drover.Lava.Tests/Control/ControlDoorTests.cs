using System.Text;
using Drover.Lab.Assignments;
using Drover.Lava.Control;
using Drover.Lava.Zmq;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Tests.Control;

/// <summary>The workers' door over real sockets: spec of protocol 3.</summary>
public sealed class ControlDoorTests : IDisposable
{
    private readonly ZmqContext _context = new();
    private readonly CapturedLog _log = new();
    private readonly RecordingDomain _domain = new();
    private readonly List<IDisposable> _open = [];

    public void Dispose()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
            _open[i].Dispose();
        _context.Dispose();
    }

    [Fact]
    public async Task A_worker_that_says_hello_is_answered_and_told_with_the_version_of_its_package()
    {
        var door = Open();
        var worker = Worker(door, "board-1");
        worker.Send("HELLO", "3", "2020.04");
        Assert.Equal(["HELLO_OK"], worker.Receive());
        worker.Send("HELLO_RETRY", "3");
        Assert.Equal(["HELLO_OK"], worker.Receive());
        Assert.Equal(new WorkerMessage.Hello("board-1", Contact.New, "2020.04", IsRetry: false), await _domain.NextAsync());
        Assert.Equal(new WorkerMessage.Hello("board-1", Contact.Known, null, IsRetry: true), await _domain.NextAsync());
    }

    [Fact]
    public async Task The_domain_hears_of_a_ping_only_when_the_worker_was_new_or_offline()
    {
        var clock = new ManualClock();
        var door = Open(clock: clock);
        var worker = Worker(door, "board-1");
        Ping(worker);
        Assert.Equal(new WorkerMessage.Ping("board-1", Contact.New), await _domain.NextAsync());
        Ping(worker);
        var seen = door.Workers.Find("board-1")!.Value;
        Assert.True(seen.IsOnline);
        Assert.True(door.Workers.TryMarkOffline(seen));
        Assert.False(door.Workers.TryMarkOffline(seen));
        Assert.False(door.Workers.Find("board-1")!.Value.IsOnline);
        Ping(worker);
        Assert.Equal(new WorkerMessage.Ping("board-1", Contact.Returned), await _domain.NextAsync());
        Assert.True(_domain.IsEmpty);
    }

    [Fact]
    public void A_worker_that_was_heard_meanwhile_is_not_marked_offline_and_one_that_was_forgotten_is_new()
    {
        var clock = new ManualClock();
        var door = Open(clock: clock);
        var worker = Worker(door, "board-1");
        Ping(worker);
        var seen = door.Workers.Find("board-1")!.Value;
        clock.Advance(TimeSpan.FromSeconds(61));
        Ping(worker);
        Assert.False(door.Workers.TryMarkOffline(seen));
        Assert.Equal(TimeSpan.FromSeconds(61), clock.GetElapsedTime(seen.LastHeard, door.Workers.All.Single().LastHeard));
        door.Workers.Forget("board-1");
        Assert.Null(door.Workers.Find("board-1"));
        Assert.Equal(Contact.New, door.Workers.Heard("board-1"));
        Assert.Equal(0, door.Workers.Count);
    }

    // Z01 of the scheduler's cases.
    [Theory]
    [InlineData(DropReason.OtherVersion, "HELLO", "2")]
    [InlineData(DropReason.OtherVersion, "HELLO_RETRY", "2")]
    [InlineData(DropReason.OtherVersion, "HELLO", "30")]
    [InlineData(DropReason.BadVersion, "HELLO")]
    [InlineData(DropReason.BadVersion, "HELLO", "x")]
    [InlineData(DropReason.BadVersion, "HELLO", " 3")]
    [InlineData(DropReason.BadVersion, "HELLO", "3.0")]
    [InlineData(DropReason.BadVersion, "HELLO", "")]
    public async Task A_hello_of_another_protocol_is_not_answered_and_makes_no_worker(DropReason reason, params string[] frames)
    {
        var door = Open();
        var old = Worker(door, "old");
        old.Send(frames);
        old.Send("BYE");
        // The second message of the same connection was judged, so the first one was.
        await SettleAsync(door, 2);
        Assert.Null(door.Workers.Find("old"));
        Assert.Equal((1, 1), (door.Dropped[reason], door.Dropped[DropReason.UnknownAction]));
        Assert.True(_domain.IsEmpty);
        old.Send("HELLO", "3");
        Assert.Equal(["HELLO_OK"], old.Receive());
    }

    [Theory]
    [InlineData(DropReason.UnknownAction, "NOPE")]
    [InlineData(DropReason.UnknownAction, "ping")]
    [InlineData(DropReason.UnknownAction, "", "PING")]
    [InlineData(DropReason.UnknownAction, "ERROR", "1")]
    [InlineData(DropReason.TooFewFrames, "START_OK")]
    [InlineData(DropReason.TooFewFrames, "END")]
    [InlineData(DropReason.TooFewFrames, "END", "1")]
    [InlineData(DropReason.TooFewFrames, "END", "1", "")]
    [InlineData(DropReason.BadJobId, "END", "1.1", "", "")]
    [InlineData(DropReason.BadJobId, "START_OK", "")]
    [InlineData(DropReason.BadJobId, "START_OK", "0")]
    [InlineData(DropReason.BadJobId, "START_OK", "-1")]
    [InlineData(DropReason.BadJobId, "START_OK", "+1")]
    [InlineData(DropReason.BadJobId, "START_OK", "1 ")]
    [InlineData(DropReason.BadJobId, "START_OK", "99999999999999999999")]
    public async Task What_no_worker_sends_is_dropped_and_counted_by_reason(DropReason reason, params string[] frames)
    {
        var door = Open();
        var worker = Worker(door, "board-1");
        worker.Send(frames);
        await SettleAsync(door, 1);
        Assert.Equal((1, 1), (door.Dropped[reason], door.Dropped.Total));
        Assert.True(_domain.IsEmpty);
        Ping(worker);
    }

    [Fact]
    public async Task Jobs_that_run_and_end_are_told_in_order_and_are_no_signs_of_life_by_themselves()
    {
        var door = Open();
        var worker = Worker(door, "board-1");
        byte[] errors = [.. "caf"u8, 0xe9], description = [0xfd, 0, 1, 2];
        worker.Send("START_OK", "7");
        worker.Send("END"u8.ToArray(), "7"u8.ToArray(), errors, description);
        worker.Send("END", "8", "", "", "one frame more");
        Assert.Equal(new WorkerMessage.StartOk("board-1", Contact.New, 7), await _domain.NextAsync());
        var end = Assert.IsType<WorkerMessage.End>(await _domain.NextAsync());
        Assert.Equal(("board-1", 7, "caf\ufffd"), (end.Worker, end.JobId, end.Errors));
        Assert.Equal(description, end.Description.ToArray());
        var crashed = Assert.IsType<WorkerMessage.End>(await _domain.NextAsync());
        Assert.Equal((8, true), (crashed.JobId, crashed.Description.IsEmpty));
        Assert.False(door.Workers.Find("board-1")!.Value.IsOnline);
        Assert.Equal(Contact.New, door.Workers.Heard("board-1"));
        Assert.Equal(Contact.Known, door.Workers.Heard("board-1"));
        Assert.True(door.Workers.Find("board-1")!.Value.IsOnline);
    }

    [Fact]
    public void Messages_to_a_worker_have_the_frames_of_the_protocol_and_come_in_order()
    {
        var door = Open();
        var worker = Worker(door, "board-1");
        Ping(worker);
        var definition = "# " + new string('é', 1 << 19);
        Assert.True(door.Send("board-1", MasterMessage.Start(42, new WorkerTexts(definition, "device: {}", Environment: "a: b"))));
        Assert.True(door.Send("board-1", MasterMessage.Cancel(42)));
        Assert.True(door.Send("board-1", MasterMessage.Status(43)));
        Assert.True(door.Send("board-1", MasterMessage.EndOk(44)));
        Assert.Equal(["START", "42", definition, "device: {}", "", "a: b", ""], worker.Receive());
        Assert.Equal(["CANCEL", "42"], worker.Receive());
        Assert.Equal(["STATUS", "43"], worker.Receive());
        Assert.Equal(["END_OK", "44"], worker.Receive());
    }

    [Fact]
    public void The_interval_of_the_settings_is_told_with_each_pong()
    {
        var door = Open(Options with { PingInterval = TimeSpan.FromSeconds(7) });
        var worker = Worker(door, "board-1");
        worker.Send("PING");
        Assert.Equal(["PONG", "7"], worker.Receive());
    }

    [Fact]
    public void A_second_connection_with_a_living_name_takes_over()
    {
        var door = Open();
        var first = Worker(door, "board-1");
        Ping(first);
        var second = Worker(door, "board-1");
        Ping(second);
        door.Send("board-1", MasterMessage.Cancel(1));
        Assert.Equal(["CANCEL", "1"], second.Receive());
        Assert.Null(first.ReceiveBytes(0));
        Assert.Equal(1, door.Workers.Count);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_counted_by_its_reason()
    {
        var door = Open(Options with { HighWater = 1, QueueMessages = 20 });
        var worker = Worker(door, "board-1");
        Ping(worker);
        Assert.True(door.Send("nobody", MasterMessage.Cancel(1)));
        await Soon.HoldsAsync(() => door.Dropped[DropReason.NotConnected] == 1);
        // A worker that does not read: what its system takes goes out, and no more.
        var start = MasterMessage.Start(1, new WorkerTexts(new string('x', 1 << 20), ""));
        await Soon.HoldsAsync(() =>
        {
            door.Send("board-1", start);
            return door.Dropped[DropReason.PeerFull] > 0;
        });
        var line = await _log.UntilAsync(line => line.Id == 2114, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.StartsWith("A message to worker board-1 was dropped: it does not read, and START finds no room", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_takes_its_time_fills_the_queue_and_no_caller_waits()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        _domain.First = _ =>
        {
            entered.Set();
            leave.Wait();
        };
        var door = Open(Options with { QueueMessages = 3 });
        var worker = Worker(door, "board-1");
        worker.Send("PING");
        Assert.True(await Task.Run(() => entered.Wait(TimeSpan.FromMinutes(1))));
        Assert.Equal([true, true, true, false, false], Enumerable.Range(1, 5).Select(id => door.Send("board-1", MasterMessage.Cancel(id))));
        Assert.Equal(2, door.Dropped[DropReason.QueueFull]);
        leave.Set();
        Assert.Equal(["PONG", "20"], worker.Receive());
        Assert.Equal(["1", "2", "3"], Enumerable.Range(0, 3).Select(_ => worker.Receive()[1]));
    }

    [Fact]
    public async Task A_fault_of_the_domain_costs_its_batch_and_not_the_door()
    {
        _domain.First = batch =>
        {
            if (batch[0] is WorkerMessage.StartOk)
                throw new InvalidOperationException("broken on purpose");
        };
        var door = Open();
        var worker = Worker(door, "board-1");
        worker.Send("START_OK", "1");
        await Soon.HoldsAsync(() => door.Dropped[DropReason.Fault] == 1);
        Ping(worker);
        Assert.IsType<WorkerMessage.Ping>(await _domain.NextAsync());
        Assert.Contains(_log.Lines, line => line is { Id: 2112, Level: LogLevel.Error, Cause: InvalidOperationException });
    }

    [Fact]
    public async Task A_worker_that_the_domain_does_not_want_is_not_answered_until_it_does()
    {
        var wanted = false;
        _domain.Admitted = name => name != "board-1" || Volatile.Read(ref wanted);
        var door = Open();
        var worker = Worker(door, "board-1");
        worker.Send("HELLO", "3");
        await SettleAsync(door, 1);
        Assert.Equal((1, 0), (door.Dropped[DropReason.NotAdmitted], door.Workers.Count));
        Volatile.Write(ref wanted, true);
        worker.Send("HELLO", "3");
        Assert.Equal(["HELLO_OK"], worker.Receive());
    }

    [Fact]
    public async Task There_are_no_more_workers_than_the_settings_allow()
    {
        var door = Open(Options with { MaximumWorkers = 1 });
        Ping(Worker(door, "board-1"));
        var second = Worker(door, "board-2");
        second.Send("PING");
        await SettleAsync(door, 2);
        Assert.Equal((1, 1), (door.Dropped[DropReason.TooManyWorkers], door.Workers.Count));
        door.Workers.Forget("board-1");
        Ping(second);
    }

    [Fact]
    public void The_name_of_the_log_receiver_may_only_ping_and_is_no_worker()
    {
        var door = Open();
        var logs = Worker(door, "lava-logs");
        logs.Send("HELLO", "3");
        Ping(logs);
        Assert.Equal((1, 0), (door.Dropped[DropReason.ReservedName], door.Workers.Count));
        Assert.True(_domain.IsEmpty);
    }

    [Fact]
    public async Task Peers_without_a_name_that_can_be_a_workers_are_dropped()
    {
        var door = Open();
        using var unnamed = Peer.New(ZmqSocketType.Dealer, null, 0).Connect(door.Endpoint);
        unnamed.Send("PING");
        byte[][] names = [[0xff, 0xfe], [.. "../etc"u8], [.. "a b"u8], [.. "a\nb"u8], [.. "-rf"u8], [.. "a/b"u8]];
        foreach (var name in names)
        {
            var peer = Peer.New(ZmqSocketType.Dealer, null, 0);
            _open.Add(peer);
            peer.Socket.Set(ZmqOption.RoutingId, name);
            peer.Connect(door.Endpoint).Send("PING");
        }
        await SettleAsync(door, 7);
        Assert.Equal((7, 0), (door.Dropped[DropReason.BadName], door.Workers.Count));
    }

    [Fact]
    public async Task Frames_at_random_do_not_hurt_the_door()
    {
        const int Seed = 20_181;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var door = Open();
        var worker = Worker(door, "board-1");
        string[] words = ["PING", "HELLO", "HELLO_RETRY", "START_OK", "END", "START", "3", "7", "", "-1", "\0", "x", "9223372036854775807", "9223372036854775808"];
        var count = TestScale.Of(2_000);
        for (var i = 0; i < count; i++)
        {
            var frames = new byte[random.Next(1, 10)][];
            for (var f = 0; f < frames.Length; f++)
                if (random.Next(3) > 0)
                    frames[f] = Encoding.ASCII.GetBytes(words[random.Next(words.Length)]);
                else
                    random.NextBytes(frames[f] = new byte[random.Next(300)]);
            while (worker.Socket.Send(frames[0], frames.Length > 1) == ZmqErrno.TryAgain)
                _ = worker.ReceiveBytes(1);
            for (var f = 1; f < frames.Length; f++)
                Assert.Equal(0, worker.Socket.Send(frames[f], f < frames.Length - 1));
        }
        await SettleAsync(door, count);
        var kept = 0;
        while (!_domain.IsEmpty)
        {
            Assert.Equal("board-1", (await _domain.NextAsync()).Worker);
            kept++;
        }
        Assert.InRange(kept, 1, count);
        Assert.InRange(door.Dropped.Total, 1, count - kept);
        Ping(Worker(door, "board-2"));
    }

    [Fact]
    public void A_thousand_idle_workers_are_served_at_once()
    {
        const int Count = 1_000;
        var door = Open();
        using var many = new ZmqContext(maxSockets: Count + 10);
        var workers = Enumerable.Range(0, Count).Select(number => Peer.Worker(many, door.Endpoint, $"board-{number}")).ToList();
        try
        {
            workers.ForEach(worker => worker.Send("HELLO", "3"));
            workers.ForEach(worker => Assert.Equal(["HELLO_OK"], worker.Receive()));
            Assert.Equal((Count, 0), (door.Workers.Count, door.Dropped.Total));
            for (var number = 0; number < Count; number++)
                Assert.True(door.Send($"board-{number}", MasterMessage.Cancel(number + 1)));
            for (var number = 0; number < Count; number++)
                Assert.Equal(["CANCEL", $"{number + 1}"], workers[number].Receive());
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    [Fact]
    public void An_endpoint_that_is_taken_is_named_with_the_reason()
    {
        var door = Open();
        var refused = Assert.Throws<ZmqException>(() => Open(Options with { Endpoint = door.Endpoint }));
        Assert.Equal(("LAVA_ZMQ", $"{door.Endpoint} cannot be bound: Address already in use."), (refused.Code, refused.Message));
        Assert.Equal(98, refused.Errno);
    }

    [Theory]
    [InlineData(4.0)]
    [InlineData(20.5)]
    public void An_interval_that_workers_do_not_take_is_refused(double seconds) =>
        Assert.Equal("The LAVA setting PingInterval must be whole seconds, 5 or more: workers take nothing else.",
            Assert.Throws<DroverException>(() => Open(Options with { PingInterval = TimeSpan.FromSeconds(seconds) })).Message);

    [Fact]
    public void IPv6_is_listened_on_when_it_is_asked_for()
    {
        var door = Open(Options with { Endpoint = "tcp://[::1]:*", Ipv6 = true });
        var worker = Peer.New(ZmqSocketType.Dealer, "board-6", 0);
        _open.Add(worker);
        worker.Socket.Set(ZmqOption.Ipv6, 1);
        Ping(worker.Connect(door.Endpoint));
    }

    private static ControlOptions Options => new() { Endpoint = "tcp://127.0.0.1:*" };

    private static void Ping(Peer worker)
    {
        worker.Send("PING");
        Assert.Equal(["PONG", "20"], worker.Receive());
    }

    private static Task SettleAsync(ControlDoor door, int messages) => Soon.HoldsAsync(() => door.Received >= messages);

    private ControlDoor Open(ControlOptions? options = null, TimeProvider? clock = null)
    {
        var door = ControlDoor.Open(_context, options ?? Options, null, _domain, clock ?? TimeProvider.System, _log);
        _open.Add(door);
        return door;
    }

    private Peer Worker(ControlDoor door, string name)
    {
        var worker = Peer.Worker(door.Endpoint, name);
        _open.Add(worker);
        return worker;
    }
}
