using Drover.Lab.Logs;
using Drover.Lava.Logs;
using Drover.Lava.Zmq;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Tests.Logs;

/// <summary>The log door over real sockets.</summary>
public sealed class LogDoorTests : IDisposable
{
    private readonly ZmqContext _context = new();
    private readonly CapturedLog _log = new();
    private readonly RecordingLogs _domain = new();
    private LogDoor? _door;

    public void Dispose()
    {
        _door?.Dispose();
        _context.Dispose();
    }

    [Fact]
    public async Task Lines_of_a_job_come_in_the_order_in_which_they_were_sent_whatever_other_jobs_send()
    {
        const int Count = 3_000;
        var door = Open();
        using (var first = Peer.Sender(door.Endpoint))
        using (var second = Peer.Sender(door.Endpoint))
            for (var number = 0; number < Count; number++)
            {
                SendWhenThereIsRoom(first, "1", Line("target", $"{number}"));
                SendWhenThereIsRoom(first, "3", Line("debug", $"{number}"));
                SendWhenThereIsRoom(second, "2", Line("info", $"{number}"));
            }
        await Soon.HoldsAsync(() => door.Lines == 3 * Count);
        Assert.Equal(Enumerable.Range(0, Count).Select(number => (Line("target", $"{number}"), LineLevel.Target)), _domain.Of(1));
        Assert.Equal(Enumerable.Range(0, Count).Select(number => (Line("info", $"{number}"), LineLevel.Info)), _domain.Of(2));
        Assert.Equal(Enumerable.Range(0, Count).Select(number => (Line("debug", $"{number}"), LineLevel.Debug)), _domain.Of(3));
        Assert.Equal(0, door.Dropped.Total);
    }

    // Z09 of the scheduler's cases.
    [Fact]
    public async Task What_is_no_line_is_dropped_and_counted_and_the_next_line_is_taken()
    {
        var door = Open(Options with { MaximumLine = 2_000 });
        using var sender = Peer.Sender(door.Endpoint);
        sender.Send("1", Line("info", "a"), "third");
        sender.Send("1");
        sender.Send("x", Line("info", "a"));
        sender.Send("1.2", Line("info", "a"));
        sender.Send("1", """{"dt": "2018", "msg": "no level"}""");
        sender.Send("1", """{"dt": "2018", "lvl": "info"}""");
        sender.Send("1", "");
        sender.Send("1"u8.ToArray(), [0xff, 0xfe]);
        sender.Send("1", "{\"lvl\": \"info\",\n\"msg\": \"two lines\"}");
        sender.Send("1", Line("info", new string('x', 2_000)));
        sender.Send("1", "- not: [yaml");
        sender.Send("1", Line("info", "last"));
        await Soon.HoldsAsync(() => door.Lines == 2);
        Assert.Equal([("- not: [yaml", LineLevel.NeedsParse), (Line("info", "last"), LineLevel.Info)], _domain.Of(1));
        Assert.Equal([(LineDropReason.NotTwoFrames, 2), (LineDropReason.BadJobId, 2), (LineDropReason.NoLevelOrMessage, 2), (LineDropReason.NotText, 3), (LineDropReason.TooLong, 1)],
            new[] { LineDropReason.NotTwoFrames, LineDropReason.BadJobId, LineDropReason.NoLevelOrMessage, LineDropReason.NotText, LineDropReason.TooLong }
                .Select(reason => (reason, (int)door.Dropped[reason])));
        Assert.Equal(10, door.Dropped.Total);
    }

    [Fact]
    public async Task What_senders_have_handed_to_their_system_is_taken_before_the_door_closes()
    {
        const int Count = 5_000;
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        _domain.First = _ =>
        {
            entered.Set();
            leave.Wait();
        };
        var door = Open(Options with { HighWater = 10 });
        using (var sender = Peer.Sender(door.Endpoint))
        {
            sender.Send("1", Line("info", "0"));
            Assert.True(await Task.Run(() => entered.Wait(TimeSpan.FromMinutes(1))));
            for (var number = 1; number < Count; number++)
                SendWhenThereIsRoom(sender, "1", Line("info", $"{number}"));
            // The end of the sender's context waits until its system has everything.
        }
        var closed = door.CloseAsync(CancellationToken.None);
        leave.Set();
        await closed.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(Enumerable.Range(0, Count).Select(number => (Line("info", $"{number}"), LineLevel.Info)), _domain.Of(1));
        Assert.Contains(_log.Lines, line => line.Id == 2116);
        using var late = Peer.New(ZmqSocketType.Pull, null, 0);
        late.Socket.Bind(door.Endpoint);
    }

    [Fact]
    public async Task The_patience_with_senders_that_go_on_can_be_ended()
    {
        var door = Open(Options with { Quiet = TimeSpan.FromMinutes(5), LongestDrain = TimeSpan.FromMinutes(5) });
        using var cut = new CancellationTokenSource();
        var closed = door.CloseAsync(cut.Token);
        Assert.False(closed.IsCompleted);
        await cut.CancelAsync();
        await closed.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_fault_with_one_jobs_lines_costs_no_other_job_its_lines()
    {
        _domain.First = job =>
        {
            if (job == 1)
                throw new InvalidOperationException("broken on purpose");
        };
        var door = Open();
        using var sender = Peer.Sender(door.Endpoint);
        sender.Send("1", Line("info", "a"));
        sender.Send("2", Line("info", "b"));
        await Soon.HoldsAsync(() => door.Lines == 1);
        Assert.Equal((1, 0, 1), (_domain.Of(2).Count, _domain.Of(1).Count, door.Dropped[LineDropReason.Fault]));
        Assert.Contains(_log.Lines, line => line is { Id: 2112, Level: LogLevel.Error });
    }

    private static LogOptions Options => new() { Endpoint = "tcp://127.0.0.1:*" };

    private static string Line(string level, string message) => $$"""{"dt": "2018-06-15T12:00:00.123456", "lvl": "{{level}}", "msg": "{{message}}"}""";

    private static void SendWhenThereIsRoom(Peer sender, string job, string line)
    {
        while (sender.Socket.Send(System.Text.Encoding.UTF8.GetBytes(job), more: true) == ZmqErrno.TryAgain)
            Thread.Yield();
        Assert.Equal(0, sender.Socket.Send(System.Text.Encoding.UTF8.GetBytes(line), more: false));
    }

    private LogDoor Open(LogOptions? options = null) => _door = LogDoor.Open(_context, options ?? Options, null, _domain, TimeProvider.System, _log);
}
