using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Tests.Groups;

public sealed class TableTests
{
    [Fact]
    public void Every_pair_of_the_process_table_is_listed_once()
    {
        var pairs = from phase in Enum.GetValues<ProcessPhase>() from happening in Enum.GetValues<ProcessHappening>() select (phase, happening);
        Assert.Equal(pairs.Order(), ProcessTable.Rules.Select(r => (r.Phase, r.Happening)).Order());
    }

    [Fact]
    public void Every_pair_of_the_group_table_is_listed_once()
    {
        var pairs = from phase in Enum.GetValues<GroupPhase>() from happening in Enum.GetValues<GroupHappening>() select (phase, happening);
        Assert.Equal(pairs.Order(), GroupTable.Rules.Select(r => (r.Phase, r.Happening)).Order());
    }

    [Fact]
    public void A_pair_that_is_ignored_stays_where_it_is()
    {
        Assert.All(ProcessTable.Rules.Where(r => r.Act == ProcessAct.Ignore), r => Assert.Equal(r.Phase, r.Next));
        Assert.All(GroupTable.Rules.Where(r => r.Act == GroupAct.Ignore), r => Assert.Equal(r.Phase, r.Next));
    }

    [Fact]
    public void Every_state_can_be_reached()
    {
        Assert.Equal(Enum.GetValues<ProcessPhase>().Except([ProcessPhase.Adopting]),
            ProcessTable.Rules.Select(r => r.Next).Distinct().Except([ProcessPhase.Adopting]).Order());
        Assert.Equal(Enum.GetValues<GroupPhase>(), GroupTable.Rules.Where(r => r.Next != r.Phase).Select(r => r.Next).Distinct().Order());
    }

    [Fact]
    public void The_docs_print_the_same_tables()
    {
        var docs = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "services-states.md"));
        Assert.Contains(TablePrinter.Processes(), docs, StringComparison.Ordinal);
        Assert.Contains(TablePrinter.Groups(), docs, StringComparison.Ordinal);
    }
}
