using Drover.NodeAgent.Connecting;
using Drover.NodeAgent.Orders;
using Drover.NodeAgent.Reports;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using Drover.Nodes;
using Drover.Nodes.Facts;
using Drover.Services.Tests.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using LevelEnd = Drover.Nodes.Services.LevelEnd;
using LevelEndKind = Drover.Nodes.Services.LevelEndKind;

namespace Drover.NodeAgent.Tests.Connecting;

/// <summary>Calls of a master: orders are carried out once, whatever happens to connections and agents.</summary>
public sealed class CallHandlerTests : IDisposable
{
    private readonly StateDirectory _directory = new();
    private readonly FakeNode _node = new("n2");
    private OrderLog _orders;
    private readonly ReportSpool _spool;

    public CallHandlerTests() => (_orders, _spool) = (OpenOrders(), ReportSpool.Open(_directory["reports"], 100, NullLogger.Instance));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _orders.Dispose();
        _spool.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task An_order_that_comes_again_is_answered_as_before_and_not_carried_out_again()
    {
        _node.Refusal = new NodeRefusal(NodeRefusalKind.NotRunning, "it ended");
        var first = await CallAsync(Signal(job: 5, id: 1));
        _node.Refusal = null;
        var again = await CallAsync(Signal(job: 5, id: 9));
        Assert.Equal((1, 9), (first.Id, again.Id));
        Assert.Equal((int)NodeRefusalKind.NotRunning, again.Outcome.Refusal.Kind);
        Assert.Equal("it ended", again.Outcome.Refusal.Detail);
        Assert.Equal(["3 (5,0,0) signal g t 1"], Orders());
        Assert.Null((await CallAsync(Signal(job: 6, id: 2))).Outcome.Refusal);
        Assert.Equal(["3 (6,0,0) signal g t 1"], Orders());
    }

    [Fact]
    public async Task A_cltab_of_the_cluster_is_taken_whatever_was_ordered_before_and_only_with_its_own_text()
    {
        var (first, second) = (new Nodes.Services.ClusterCltab(1, "a"), new Nodes.Services.ClusterCltab(2, "b"));
        foreach (var cltab in new[] { first, second, first })
            Assert.Null((await CallAsync(Take(cltab.ToMessage()))).Cltab.Refusal);
        Assert.Equal([first, second, first], _node.Given);
        var damaged = second.ToMessage();
        damaged.Text = "c";
        Assert.Equal("CLTAB_DAMAGED", (await CallAsync(Take(damaged))).Failure.Code);
        Assert.Equal("CLTAB_DAMAGED", (await CallAsync(new Call { Id = 1, CheckClusterCltab = damaged })).Failure.Code);
        Assert.Equal(3, _node.Given.Count);

        static Call Take(ClusterCltab cltab) => new() { Id = 1, Order = new Order { Term = 3 }, TakeClusterCltab = new TakeClusterCltab { Cltab = cltab } };
    }

    [Fact]
    public async Task Also_after_the_agent_was_started_anew()
    {
        await CallAsync(Signal(job: 5));
        _orders.Dispose();
        _orders = OpenOrders();
        await CallAsync(Signal(job: 5));
        Assert.Single(Orders());
    }

    [Fact]
    public async Task One_that_comes_again_while_it_is_carried_out_waits_for_the_same_answer()
    {
        var go = new TaskCompletionSource();
        _node.Hold = go.Task;
        var handler = new CallHandler(_node, _orders, _spool, NullLogger.Instance);
        var first = handler.HandleAsync(Halt(id: 1), Token);
        var again = handler.HandleAsync(Halt(id: 2), Token);
        Assert.False(first.IsCompleted || again.IsCompleted);
        go.SetResult();
        Assert.Equal(1, (await first).Id);
        Assert.Equal(2, (await again).Id);
        Assert.Equal(["3 (5,0,0) halt"], Orders());
    }

    [Fact]
    public async Task A_tell_whose_end_is_known_is_told_again_and_not_given_to_the_services()
    {
        Assert.Null((await CallAsync(Tell(job: 5))).Outcome.Refusal);
        Assert.Equal(["3 (5,0,0) tell g 1"], Orders());
        // It goes on: to be told again takes it up, which services know by its key.
        await CallAsync(Tell(job: 5));
        Assert.Equal(["3 (5,0,0) tell g 1"], Orders());
        Assert.Equal(0, _spool.Last);

        _orders.End(new CommandKey(5, 0, 0), new LevelEnd(LevelEndKind.Failed, "FAILED", "why"));
        Assert.Null((await CallAsync(Tell(job: 5))).Outcome.Refusal);
        Assert.Empty(Orders());
        var told = Assert.Single(await _spool.ReadAsync(0, 10, Token)).Ended;
        Assert.Equal((5, (int)LevelEndKind.Failed, "FAILED", "why"), (told.Command.Job, told.Kind, told.Word, told.Detail));
    }

    [Fact]
    public async Task The_refusal_of_a_stale_term_is_not_remembered()
    {
        _node.Refusal = new NodeRefusal(NodeRefusalKind.StaleTerm);
        Assert.Equal((int)NodeRefusalKind.StaleTerm, (await CallAsync(Signal(job: 5))).Outcome.Refusal.Kind);
        _node.Refusal = null;
        Assert.Null((await CallAsync(Signal(job: 5))).Outcome.Refusal);
        Assert.Equal(2, Orders().Count);
    }

    [Fact]
    public async Task A_call_that_is_not_known_says_that_the_agent_is_older()
    {
        foreach (var call in new[] { new Call { Id = 4 }, new Call { Id = 4, Order = Order(5) }, new Call { Id = 4, Order = Order(5), Plan = new PlanGroup() }, new Call { Id = 4, Halt = new Halt() } })
        {
            var answer = await CallAsync(call);
            Assert.Equal((4, "CALL_UNKNOWN"), (answer.Id, answer.Failure.Code));
            Assert.Contains("older than the master", answer.Failure.Text, StringComparison.Ordinal);
        }
        Assert.Empty(Orders());
    }

    [Fact]
    public async Task An_error_of_the_node_is_an_answer()
    {
        _node.Facts = new BrokenFacts();
        var answer = await CallAsync(new Call { Id = 4, Figures = new ReadFigures() });
        Assert.Equal((4, "AGENT_ERROR"), (answer.Id, answer.Failure.Code));
    }

    [Fact]
    public async Task Each_call_reaches_the_services_with_its_parameters()
    {
        Call[] calls =
        [
            new() { Cancel = new CancelGroup { Group = "g", Reason = "why" } },
            new() { ClearBackoff = new ClearBackoff { Group = "g" } },
            new() { ClearBackoff = new ClearBackoff { Group = "g", Tag = "t" } },
            new() { ChangeEntry = new ChangeEntry { Group = "g", Tag = "t", Change = (int)Nodes.Services.EntryChange.Restart } },
            new() { ReloadEntry = new ReloadEntry { Group = "g", Tag = "t" } },
            new() { TakeCltab = new TakeCltab { How = (int)Nodes.Services.CltabTaking.Undo } },
            new() { Halt = new Halt() },
        ];
        for (var job = 1; job <= calls.Length; job++)
        {
            calls[job - 1].Order = Order(job);
            Assert.Null((await CallAsync(calls[job - 1])).Failure);
        }
        Assert.Equal(
            ["3 (1,0,0) cancel g: why", "3 (2,0,0) clear g -", "3 (3,0,0) clear g t", "3 (4,0,0) Restart g t", "3 (5,0,0) reload g t", "3 (6,0,0) take Undo", "3 (7,0,0) halt"], Orders());
        Assert.Equal(["checked the file"], (await CallAsync(new Call { CheckCltab = new CheckCltab() })).Cltab.Lines);
        Assert.Equal(["checked text"], (await CallAsync(new Call { CheckCltab = new CheckCltab { Text = "text", Name = "name" } })).Cltab.Lines);
        Assert.Equal(["g to 1"], (await CallAsync(new Call { Plan = new PlanGroup { Group = "g", Level = "1" } })).Plan.Lines);
        Assert.Null((await CallAsync(new Call { Find = new FindGroup { Group = "g" } })).Group.Group);
        Assert.Equal(3, (await CallAsync(new Call { Measure = new MeasureProcesses { Invocations = { "abc" } } })).Measures.ToMeasures()["abc"].CpuSeconds);
    }

    [Fact]
    public async Task A_command_that_is_ordered_again_is_given_to_what_runs_commands_which_knows_it_by_its_key()
    {
        Call Run() => new() { Id = 1, Order = Order(5), Run = new RunCommand { Words = { "id" }, Time = 5_000_000 } };
        Assert.Null((await CallAsync(Run())).Outcome.Refusal);
        Assert.Null((await CallAsync(Run())).Outcome.Refusal);
        Assert.Equal(["3 (5,0,0) run id for 5 s", "3 (5,0,0) run id for 5 s"], Orders());
        await CallAsync(new Call { Id = 2, Order = new NodeCommand(3, new CommandKey(5, 0, 1)).ToMessage(), End = new EndCommand { Which = Order(5).Key, Reason = "enough" } });
        Assert.Equal(["3 (5,0,1) end (5,0,0): enough"], Orders());
    }

    private static Order Order(long job) => new NodeCommand(3, new CommandKey(job, 0, 0)).ToMessage();

    private static Call Signal(long job, long id = 1) => new() { Id = id, Order = Order(job), SignalEntry = new SignalEntry { Group = "g", Tag = "t", Signal = 1 } };

    private static Call Tell(long job) => new() { Id = 1, Order = Order(job), Tell = new TellGroup { Group = "g", Level = "1" } };

    private static Call Halt(long id) => new() { Id = id, Order = Order(5), Halt = new Halt() };

    private Task<Answer> CallAsync(Call call) => new CallHandler(_node, _orders, _spool, NullLogger.Instance).HandleAsync(call, Token);

    private OrderLog OpenOrders() => OrderLog.Open(_directory["orders"], NullLogger.Instance);

    private List<string> Orders()
    {
        var orders = new List<string>();
        while (_node.Orders.TryRead(out var order))
            orders.Add(order);
        return orders;
    }

    private sealed class BrokenFacts : INodeFacts
    {
        public ValueTask<NodeFigures?> ReadAsync(CancellationToken cancellationToken) => throw new FormatException("/proc/meminfo");
    }
}
