using Drover.Fleet.Connections;
using Drover.Fleet.Tests.Hosts;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Connections;

/// <summary>An agent that reads nothing is given up, and others do not notice.</summary>
public sealed class SlowAgentTests
{
    [Fact]
    public async Task An_agent_that_reads_nothing_is_given_up_and_does_not_hold_up_others()
    {
        await using var master = await MasterHost.StartAsync(options => options with { AnswerTime = TimeSpan.FromDays(1) });
        using var slow = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        await using var other = new AgentHost(await master.JoinAsync("n3"), master.Directory);
        var session = await master.SessionAsync("n2");
        await master.SessionAsync("n3");
        // More than windows and buffers of the connection hold, and more calls than wait in line.
        var text = new string('x', 100_000);
        var calls = Enumerable.Range(0, 400).Select(_ => master.Node("n2").Services.CheckAsync(text, null, MasterHost.Token)).ToList();
        Assert.Equal(["g to 1"], (await master.Node("n3").Services.PlanAsync("g", "1", MasterHost.Token)).Lines);
        await Soon.HoldsAsync(() =>
        {
            master.Clock.Advance(TimeSpan.FromSeconds(1));
            return session.Reason is not null;
        });
        Assert.Equal("it has read nothing for 10 s", session.Reason);
        foreach (var call in calls)
            Assert.Contains("is away", (await Assert.ThrowsAsync<NodeAwayException>(() => call)).Message, StringComparison.Ordinal);
        await Soon.HoldsAsync(() => !master.Node("n2").Presence.IsHere);
        Assert.Equal(["g to 1"], (await master.Node("n3").Services.PlanAsync("g", "1", MasterHost.Token)).Lines);
    }

    [Fact]
    public async Task What_is_durable_is_told_also_when_there_was_no_room_for_it()
    {
        using var session = new AgentSession(RawAgent.Hello(), "here", TimeProvider.System);
        var calls = Enumerable.Range(0, 256).Select(_ => session.CallAsync(new NodeWire.Protocol.Call(), TimeSpan.FromMinutes(5), MasterHost.Token)).ToList();
        foreach (var number in new[] { 7, 8, 9 })
            session.Acknowledge(number);
        var stream = new KeptMessages();
        var writing = session.WriteAsync(stream);
        await Soon.HoldsAsync(() => stream.Acknowledged == 9);
        session.End("the test ends");
        await writing;
        foreach (var call in calls)
            await Assert.ThrowsAsync<ConnectionLostException>(() => call);
    }

    private sealed class KeptMessages : Grpc.Core.IServerStreamWriter<NodeWire.Protocol.MasterMessage>
    {
        private long _acknowledged;

        public long Acknowledged => Volatile.Read(ref _acknowledged);

        public Grpc.Core.WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(NodeWire.Protocol.MasterMessage message)
        {
            if (message.Acknowledge is { } acknowledge)
                Volatile.Write(ref _acknowledged, acknowledge.Number);
            return Task.CompletedTask;
        }

        public Task WriteAsync(NodeWire.Protocol.MasterMessage message, CancellationToken cancellationToken) => WriteAsync(message);
    }
}
