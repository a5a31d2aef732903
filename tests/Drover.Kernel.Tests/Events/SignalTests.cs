using Drover.Kernel.Events;
using Drover.Kernel.Tests.Jobs;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests.Events;

public sealed class SignalTests
{
    private static readonly Caller s_observer = Caller.User(2000, Role.Observer);
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_signal_comes_to_everybody_who_listens_with_the_time_of_the_clock()
    {
        var hub = Hub();
        using var one = hub.Subscribe(Caller.System);
        using var two = hub.Subscribe(Caller.System, ["tick"]);
        hub.Publish("tick", "clock", w => w.WriteNumberValue(7));
        var heard = await one.Signals.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new Signal("tick", "clock", Timestamp.From(_clock), new RawJson("7"u8.ToArray())), heard);
        Assert.Same(heard, await two.Signals.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_slow_reader_stays_misses_the_oldest_and_can_tell_how_many()
    {
        var hub = Hub(backlog: 3);
        using var slow = hub.Subscribe(Caller.System);
        Publish(hub, "tick", 1, 10);
        Assert.Equal(["8", "9", "10"], Drain(slow));
        Assert.Equal((7, 0), (slow.TakeLost(), slow.TakeLost()));
        Publish(hub, "tick", 11, 2);
        Assert.Equal(["11", "12"], Drain(slow));
        Assert.Equal(0, slow.TakeLost());
    }

    [Fact]
    public void No_payload_is_built_when_nobody_listens_to_its_kind()
    {
        var hub = Hub();
        var built = 0;
        hub.Publish("tick", "", _ => built++);
        using var other = hub.Subscribe(Caller.System, ["tock"]);
        using (hub.Subscribe(Caller.System))
        {
            // Somebody who has left counts as nobody.
        }
        hub.Publish("tick", "", _ => built++);
        Assert.Equal(0, built);
        using var listener = hub.Subscribe(Caller.System);
        using var second = hub.Subscribe(Caller.System);
        hub.Publish("tick", "", w => w.WriteNumberValue(++built));
        Assert.Equal(1, built);
        Assert.Empty(Drain(other));
        Assert.Equal([""], Drain(listener));
    }

    [Fact]
    public void A_kind_that_no_domain_has_declared_is_refused_by_name()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Hub().Publish("tack", "", _ => { }));
        Assert.Contains("'tack'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_may_publish_and_none_of_their_signals_is_counted_twice()
    {
        var hub = Hub(backlog: 50);
        using var reader = hub.Subscribe(Caller.System);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Publish(hub, "tick", 0, 500))));
        Assert.Equal(4000, Drain(reader).Count + reader.TakeLost());
    }

    [Fact]
    public async Task A_kernel_hands_on_what_its_domains_declare_until_it_stops()
    {
        await using var kernel = await TestKernel.StartAsync();
        Assert.Equal("It ticked", kernel.Host.Model.Signals["tick"].Doc);
        using var reader = kernel.Host.Signals.Subscribe(Caller.System);
        Publish(kernel.Host.Signals, "tick", 1, 1);
        Assert.Equal("1", (await reader.Signals.ReadAsync(TestContext.Current.CancellationToken)).Subject);
        await kernel.Host.StopAsync(CancellationToken.None);
        Assert.False(await reader.Signals.WaitToReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Observers_hear_of_declared_kinds_and_see_declared_members()
    {
        var hub = Hub();
        using var observer = hub.Subscribe(s_observer);
        using var named = hub.Subscribe(s_observer, ["tick"]);
        using var system = hub.Subscribe(Caller.System);
        foreach (var kind in new[] { "tock", "tick" })
            hub.Publish(kind, "clock", w =>
            {
                w.WriteStartObject();
                w.WriteNumber("count", 7);
                w.WriteString("word", "secret");
                w.WriteEndObject();
            });
        foreach (var listener in new[] { observer, named })
        {
            var heard = await listener.Signals.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(("tick", """{"count":7,"word":null}"""), (heard.Kind, heard.Payload.ToString()));
            Assert.False(listener.Signals.TryRead(out _));
        }
        Assert.Equal("""{"count":7,"word":"secret"}""", (await system.Signals.ReadAsync(TestContext.Current.CancellationToken)).Payload.ToString());
    }

    [Fact]
    public void A_kind_that_is_for_operators_is_refused_to_who_asks_for_it_by_name()
    {
        var refusal = Assert.Throws<NotAllowedException>(() => Hub().Subscribe(s_observer, ["tick", "tock"]));
        Assert.Equal(new Permission(AccessAction.Inspect, "signal", "tock"), refusal.Wanted);
    }

    private SignalHub Hub(int backlog = 100) =>
        new(new[]
        {
            new SignalKind("tick", "It ticked", Disclosure.Everyone("count").Operators("word")),
            new SignalKind("tock", "It tocked", Disclosure.None),
        }.ToDictionary(kind => kind.Name), backlog, _clock);

    private static void Publish(SignalHub hub, string kind, int first, int count)
    {
        for (var i = first; i < first + count; i++)
            hub.Publish(kind, i.ToString(System.Globalization.CultureInfo.InvariantCulture), w => w.WriteNullValue());
    }

    private static List<string> Drain(SignalSubscription subscription)
    {
        var subjects = new List<string>();
        while (subscription.Signals.TryRead(out var signal))
            subjects.Add(signal.Subject);
        return subjects;
    }
}
