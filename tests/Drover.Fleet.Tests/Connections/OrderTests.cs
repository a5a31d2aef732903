using Drover.Fleet.Connections;
using Drover.Fleet.Tests.Hosts;
using Drover.Kernel.Jobs;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using Drover.Nodes;
using Drover.Tests.Shared;
using LevelEnd = Drover.Nodes.Services.LevelEnd;
using LevelEndKind = Drover.Nodes.Services.LevelEndKind;

namespace Drover.Fleet.Tests.Connections;

/// <summary>Orders over connections that break: each is carried out once, or its giver learns why not.</summary>
public sealed class OrderTests
{
    private static readonly NodeCommand s_order = new(1, new CommandKey(5, 0, 0));

    [Fact]
    public async Task An_order_whose_answer_was_cut_off_is_given_again_and_carried_out_once()
    {
        await using var master = await MasterHost.StartAsync();
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory);
        var session = await master.SessionAsync("n2");
        var go = new TaskCompletionSource();
        agent.Node.Hold = go.Task;
        agent.Node.Refusal = new NodeRefusal(NodeRefusalKind.NotRunning, "it ended");
        var order = master.Node("n2").Services.SignalEntryAsync(s_order, "g", "t", 1, MasterHost.Token);
        Assert.Equal("1 (5,0,0) signal g t 1", await agent.Node.Orders.ReadAsync(MasterHost.Token));
        session.End("cut by the test");
        await master.SessionAsync("n2", session);
        Assert.False(order.IsCompleted);
        go.SetResult();
        Assert.Equal(new NodeRefusal(NodeRefusalKind.NotRunning, "it ended"), await order.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token));
        Assert.False(agent.Node.Orders.TryRead(out var again), $"It was carried out again: {again}");
    }

    [Fact]
    public async Task A_loss_is_told_and_recorded_also_while_an_order_waits()
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        var session = await master.SessionAsync("n2");
        var order = master.Node("n2").Services.HaltAsync(s_order, MasterHost.Token);
        Assert.NotNull((await agent.ReadAsync()).Call.Halt);
        session.End("cut by the test");
        await master.LineAsync(2402, "cut by the test");
        await Soon.HoldsAsync(() => master.Agent("n2") is { IsHere: false, Reason: "cut by the test" });
        Assert.Equal("cut by the test", master.Node("n2").Presence.Reason);
        Assert.False(order.IsCompleted);
        master.Clock.Advance(TimeSpan.FromSeconds(61));
        await Assert.ThrowsAsync<NodeAwayException>(() => order);
    }

    [Fact]
    public async Task An_order_waits_for_a_node_that_is_away_and_no_longer_than_it_is_to()
    {
        await using var master = await MasterHost.StartAsync(options => options with { Patience = TimeSpan.FromSeconds(45) });
        var identity = await master.JoinAsync("n2");
        using (await RawAgent.ConnectAsync(master, identity))
            await master.SessionAsync("n2");
        await Soon.HoldsAsync(() => !master.IsHere("n2"));
        var services = master.Node("n2").Services;
        var late = services.HaltAsync(s_order, MasterHost.Token);
        await master.TimerAsync(TimeSpan.FromSeconds(45));
        Assert.False(late.IsCompleted);
        master.Clock.Advance(TimeSpan.FromSeconds(46));
        var error = await Assert.ThrowsAsync<NodeAwayException>(() => late);
        Assert.Contains("Node n2 is away", error.Message, StringComparison.Ordinal);
        Assert.Contains("Is its agent running", error.Message, StringComparison.Ordinal);

        var order = services.HaltAsync(s_order, MasterHost.Token);
        using var agent = await RawAgent.ConnectAsync(master, identity);
        Assert.NotNull((await agent.AnswerAsync(_ => Done())).Halt);
        Assert.Null(await order.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token));
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_named_after_a_while_and_told_that_nobody_waits()
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        await master.SessionAsync("n2");
        var plan = master.Node("n2").Services.PlanAsync("g", "1", MasterHost.Token);
        var call = (await agent.ReadAsync()).Call;
        await master.TimerAsync(TimeSpan.FromSeconds(60));
        master.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("NODE_SILENT", (await Assert.ThrowsAsync<DroverException>(() => plan)).Code);
        Assert.Equal(call.Id, (await agent.ReadAsync()).GiveUp.Id);
    }

    [Fact]
    public async Task An_agent_that_was_begun_anew_while_a_level_is_changed_is_told_again()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        long job;
        using (var agent = await RawAgent.ConnectAsync(master, identity, instance: "one"))
        {
            job = await master.SubmitAsync("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"1","node":"n2"}""");
            Assert.Equal("g", (await agent.AnswerAsync(_ => Done())).Tell.Group);
            await SettleAsync(master, agent);
        }
        using var anew = await RawAgent.ConnectAsync(master, identity, instance: "two");
        var told = await anew.AnswerAsync(_ => Done());
        Assert.Equal(("g", "1", new CommandKey(job, 0, 0)), (told.Tell.Group, told.Tell.Level, told.Order.ToCommand().Key));
        await anew.ReportAsync(new Nodes.Services.LevelEnded(1, new CommandKey(job, 0, 0), new LevelEnd(LevelEndKind.Reached, "PASSED")).ToMessage());
        var (status, result, _) = await master.EndAsync(job);
        Assert.Equal((JobStatus.Success, "\"PASSED\""), (status, result));
        // It has acknowledged that.
        Assert.Equal(1, (await anew.ReadAsync()).Acknowledge.Number);
    }

    [Fact]
    public async Task The_same_agent_over_another_connection_is_not_told_again()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        using (var agent = await RawAgent.ConnectAsync(master, identity))
        {
            await master.SubmitAsync("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"1","node":"n2"}""");
            Assert.NotNull((await agent.AnswerAsync(_ => Done())).Tell);
            await SettleAsync(master, agent);
        }
        await Soon.HoldsAsync(() => !master.IsHere("n2"));
        using var again = await RawAgent.ConnectAsync(master, identity);
        await master.SessionAsync("n2");
        // What it is asked first is this, and not to change the level.
        await SettleAsync(master, again);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_waits_for_a_node_that_leaves_ends_with_the_reason(bool isTold)
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        var agent = await RawAgent.ConnectAsync(master, identity);
        await master.SessionAsync("n2");
        if (!isTold)
            await GoAsync();
        var job = await master.SubmitAsync("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"1","node":"n2"}""");
        if (isTold)
        {
            Assert.NotNull((await agent.AnswerAsync(_ => Done())).Tell);
            await SettleAsync(master, agent);
            await GoAsync();
        }
        else
        {
            await master.TimerAsync(TimeSpan.FromSeconds(60));
        }
        await master.RemoveAsync("n2");
        var (status, result, _) = await master.EndAsync(job);
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("Node n2 has left the fleet", result, StringComparison.Ordinal);

        async Task GoAsync()
        {
            agent.Dispose();
            await Soon.HoldsAsync(() => !master.IsHere("n2"));
        }
    }

    /// <summary>An answer to a later question shows that the master has had those before.</summary>
    private static async Task SettleAsync(MasterHost master, RawAgent agent)
    {
        var plan = master.Node("n2").Services.PlanAsync("settled", "1", MasterHost.Token);
        Assert.Equal("settled", (await agent.AnswerAsync(_ => new Answer { Plan = new GroupPlan() })).Plan?.Group);
        await plan;
    }

    private static Answer Done() => new() { Outcome = new Outcome() };
}
