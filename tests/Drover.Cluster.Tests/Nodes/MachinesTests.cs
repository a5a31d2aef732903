using Drover.Cluster.Nodes;
using Drover.Nodes.Facts;
using Drover.Tests.Shared;

namespace Drover.Cluster.Tests.Nodes;

public sealed class MachinesTests
{
    private static readonly NodeFigures s_figures = new(1, 2, 3, 4, 5, 6, 7, "boot");
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task All_machines_are_asked_before_the_first_has_answered()
    {
        const int Count = 50;
        var everybodyAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        var nodes = new FixedNodes(new FixedNode("n0", new FixedFacts()));
        for (var i = 1; i < Count; i++)
            nodes.Connect($"n{i}", new Facts(async _ =>
            {
                if (Interlocked.Increment(ref asked) == Count - 1)
                    everybodyAsked.SetResult();
                await everybodyAsked.Task;
                return s_figures;
            }));
        var answers = await Machines(nodes).AskAsync([.. Enumerable.Range(0, Count).Select(i => new AskedMachine(nodes.Find($"n{i}")))], _clock, TestContext.Current.CancellationToken)
            .AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.All(answers, answer => Assert.NotNull(answer.Figures));
        Assert.Equal("boot-1", answers[0].Figures!.BootId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_is_late_costs_its_own_figures_only(bool heedsTheToken)
    {
        var nodes = new FixedNodes(new FixedNode("n0", new FixedFacts()));
        nodes.Connect("late", new Facts(async token =>
        {
            await new TaskCompletionSource().Task.WaitAsync(heedsTheToken ? token : CancellationToken.None);
            return s_figures;
        }));
        nodes.Connect("good", new FixedFacts());
        var asking = Machines(nodes).AskAsync([.. new[] { "n0", "late", "good" }.Select(name => new AskedMachine(nodes.Find(name)))], _clock, TestContext.Current.CancellationToken).AsTask();
        Assert.False(asking.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var answers = await asking.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal([true, false, true], answers.Select(a => a.Figures is not null));
        Assert.Equal([null, "it gave no figures in time", null], answers.Select(a => a.Problem));
    }

    [Fact]
    public async Task One_that_fails_one_that_is_lost_and_one_that_never_came_have_no_figures()
    {
        var nodes = new FixedNodes(new FixedNode("n0", new FixedFacts()));
        nodes.Connect("broken", new Facts(_ => throw new IOException("The connection is closed.")));
        nodes.Lose("lost", "its agent is silent.");
        var answers = await Machines(nodes).AskAsync([.. new[] { "broken", "lost", "gone" }.Select(name => new AskedMachine(nodes.Find(name)))], _clock, TestContext.Current.CancellationToken);
        Assert.All(answers, answer => Assert.Null(answer.Figures));
        Assert.Equal(["it gave no figures in time", "it cannot be reached: its agent is silent", "it cannot be reached: no agent of it has come"], answers.Select(a => a.Problem));
    }

    [Fact]
    public async Task An_offline_node_is_not_asked()
    {
        var facts = new FixedFacts();
        var nodes = new FixedNodes(new FixedNode("n0", facts));
        var answers = await Machines(nodes).AskAsync([new AskedMachine(nodes.Find("n0"), IsOffline: true)], _clock, TestContext.Current.CancellationToken);
        Assert.Equal((default, 0), (answers[0], facts.Reads));
    }

    private static Machines Machines(FixedNodes nodes) => new(nodes, TimeSpan.FromSeconds(1));

    private sealed class Facts(Func<CancellationToken, Task<NodeFigures?>> read) : INodeFacts
    {
        public ValueTask<NodeFigures?> ReadAsync(CancellationToken cancellationToken) => new(read(cancellationToken));
    }
}
