using Drover.Fleet.Tests.Hosts;
using Drover.NodeWire.Protocol;
using Grpc.Core;

namespace Drover.Fleet.Tests.Connections;

/// <summary>Two machines with one key: the one that lives stays, and the other is refused and named.</summary>
public sealed class CloneTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_first_lives_the_second_is_refused(bool hasFigures)
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        using var first = await RawAgent.ConnectAsync(master, identity, boot: "first");
        var session = await master.SessionAsync("n2");
        using var clone = RawAgent.Dial(master, identity);
        await clone.SendAsync(new AgentMessage { Hello = RawAgent.Hello(boot: "second") });
        // An error is an answer as well.
        await first.AnswerAsync(_ => hasFigures ? new Answer { Figures = new Figures() } : new Answer { Failure = new Failure { Code = "AGENT_ERROR" } });
        var error = await clone.RefusalAsync();
        Assert.Equal(StatusCode.AlreadyExists, error.StatusCode);
        Assert.Contains("is node n2 and lives", error.Status.Detail, StringComparison.Ordinal);
        await master.LineAsync(2407, "n2");
        Assert.Same(session, await master.SessionAsync("n2"));
    }

    [Fact]
    public async Task A_first_that_shows_no_life_makes_room()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        using var first = await RawAgent.ConnectAsync(master, identity, boot: "first");
        var session = await master.SessionAsync("n2");
        using var second = RawAgent.Dial(master, identity);
        await second.SendAsync(new AgentMessage { Hello = RawAgent.Hello(boot: "second") });
        var proven = TimeSpan.FromSeconds(3);
        await master.TimerAsync(proven);
        master.Clock.Advance(proven);
        Assert.NotNull((await second.ReadAsync()).Welcome);
        await master.SessionAsync("n2", session);
        Assert.Equal("the agent has connected anew", session.Reason);
    }

    [Fact]
    public async Task The_same_machine_comes_again_without_being_asked()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        using var first = await RawAgent.ConnectAsync(master, identity);
        var session = await master.SessionAsync("n2");
        using var second = await RawAgent.ConnectAsync(master, identity, instance: "another");
        await master.SessionAsync("n2", session);
    }
}
