using Drover.Fleet.Connections;
using Drover.Fleet.Tests.Hosts;
using Drover.NodeWire.Protocol;
using Drover.Services.Levels;
using Drover.Tests.Shared;
using Grpc.Core;

namespace Drover.Fleet.Tests.Connections;

/// <summary>An agent that is not what it should be fills neither memory nor journal of the master.</summary>
public sealed class BoundsTests
{
    [Fact]
    public async Task Rows_beyond_the_bound_are_left_out_and_told_once()
    {
        await using var master = await MasterHost.StartAsync(options => options with { RowBytes = 2_000 });
        using var agent = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        await agent.SendAsync(Rows(whole: true, Enumerable.Range(0, 20)));
        await master.LineAsync(2450, "Node n2 tells more than is kept of one node (agent-rows): rows of groups and processes");
        var services = master.Node("n2").Services;
        await Soon.HoldsAsync(() => services.View.Version == 1);
        Assert.Equal(["g0", "g1", "g2", "g3", "g4", "g5", "g6"], services.View.Groups.Select(row => row.Name));
        // What goes makes room; one that is there takes no more of it when it changes.
        var update = Rows(whole: false, [6, 7, 8]);
        update.Services.GroupsGone.Add("g0");
        await agent.SendAsync(update);
        await Soon.HoldsAsync(() => services.View.Version == 2);
        Assert.Equal(["g1", "g2", "g3", "g4", "g5", "g6", "g7"], services.View.Groups.Select(row => row.Name));
        await agent.SendAsync(Rows(whole: true, [1, 2]));
        await Soon.HoldsAsync(() => services.View.Version == 3);
        Assert.Equal(["g1", "g2"], services.View.Groups.Select(row => row.Name));
        Assert.Single(master.Log.Lines, line => line.Id == 2450);
    }

    [Fact]
    public async Task States_of_groups_beyond_the_bound_are_acknowledged_and_not_recorded()
    {
        await using var master = await MasterHost.StartAsync(options => options with { RowBytes = 2_000 });
        using var agent = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        await agent.ReportAsync([.. Enumerable.Range(1, 20).Select(number => State(number, $"g{number}"))]);
        await AcknowledgedAsync(agent, 20);
        await master.LineAsync(2450, "states of groups");
        Assert.Equal(["g1", "g2", "g3", "g4", "g5", "g6", "g7"], Recorded(master));
        await agent.ReportAsync(new Report { Number = 21, Group = new GroupChanged { Group = "g1" } }, State(22, "g8"));
        await AcknowledgedAsync(agent, 22);
        Assert.Equal(["g2", "g3", "g4", "g5", "g6", "g7", "g8"], Recorded(master));
        Assert.DoesNotContain(master.Log.Lines, line => line.Id == 1346);
    }

    [Fact]
    public async Task Who_reports_too_fast_is_read_later()
    {
        await using var master = await MasterHost.StartAsync(options => options with { ReportRate = 1_000, ReportBurst = 3_000 });
        using var agent = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        await master.SessionAsync("n2");
        // A connection counts 1,024, each report 256.
        await agent.ReportAsync([.. Enumerable.Range(1, 10).Select(number => new Report { Number = number, Logged = new LevelLogged { Command = new Key { Job = 5 }, Text = "x" } })]);
        await master.LineAsync(2451, "Node n2 reports more than 1000 bytes a second");
        await agent.SendAsync(Rows(whole: true, [1]));
        await AcknowledgedAsync(agent, 10);
        await master.TimerAsync(TimeSpan.FromMilliseconds(584));
        Assert.Equal(0, master.Node("n2").Services.View.Version);
        master.Clock.Advance(TimeSpan.FromMilliseconds(584));
        await Soon.HoldsAsync(() => master.Node("n2").Services.View.Version == 1);
    }

    [Fact]
    public async Task A_hello_has_a_length()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        using var agent = RawAgent.Dial(master, identity);
        var hello = RawAgent.Hello();
        hello.Version = new string('9', 5_000);
        await agent.SendAsync(new AgentMessage { Hello = hello });
        var refusal = await agent.RefusalAsync();
        Assert.Equal((StatusCode.InvalidArgument, "Its hello has more than 4096 bytes"), (refusal.StatusCode, refusal.Status.Detail));
    }

    [Fact]
    public async Task Long_figures_and_changes_are_left_out()
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        await agent.SendAsync(new AgentMessage { Figures = new Figures { Known = true, Kernel = new string('6', 5_000) } });
        await master.LineAsync(2450, "figures");
        Assert.False(master.Node("n2").Facts.IsTold);
        await agent.SendAsync(new AgentMessage { Process = new ProcessChange { Group = "g", Tag = "t", State = new string('x', 20_000) } });
        await master.LineAsync(2450, "a change of a process");
    }

    [Fact]
    public void Silence_makes_up_for_what_was_said_and_no_more_than_at_once()
    {
        var clock = new ManualClock();
        var pace = new ReportPace(rate: 100, burst: 1_000, clock);
        Assert.Equal(TimeSpan.Zero, pace.Take(1_000));
        Assert.Equal(TimeSpan.FromSeconds(2), pace.Take(200));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(1), pace.Take(100));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromSeconds(0.5), pace.Take(1_050));
    }

    [Fact]
    public async Task Reports_that_are_not_written_hold_up_what_comes_and_one_that_comes_again_does_not()
    {
        var unwritten = new UnwrittenReports(most: 100);
        unwritten.Add(1, 100);
        unwritten.Add(1, 100);
        await unwritten.RoomAsync(MasterHost.Token);
        unwritten.Add(2, 1);
        var waiting = unwritten.RoomAsync(MasterHost.Token);
        unwritten.Acknowledge(0);
        Assert.False(waiting.IsCompleted);
        unwritten.Acknowledge(1);
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token);
    }

    private static IEnumerable<string> Recorded(MasterHost master) =>
        master.Kernel.State.Objects.All(ServiceGroupRecord.Kind).Where(record => record.Node == "n2").Select(record => record.Group).Order(StringComparer.Ordinal);

    private static async Task AcknowledgedAsync(RawAgent agent, long number)
    {
        while ((await agent.ReadAsync()).Acknowledge?.Number != number)
        {
        }
    }

    private static Report State(long number, string group) =>
        new() { Number = number, Group = new GroupChanged { Group = group, Status = new GroupStatus { Level = "1", State = "DONE", Since = 1, BootId = "boot" } } };

    private static AgentMessage Rows(bool whole, IEnumerable<int> numbers)
    {
        var update = new ServicesUpdate { Whole = whole };
        update.Groups.AddRange(numbers.Select(number => new GroupRow { Name = $"g{number}", StatusWord = "DONE", Word = "DONE" }));
        return new AgentMessage { Services = update };
    }
}
