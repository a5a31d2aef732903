using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

public sealed class NamedRowsTests
{
    [Theory]
    [InlineData("""["==","name","node2.example.com"]""", true, "node2")]
    [InlineData("""["|",["==","name","node10"],["==","name","node1"]]""", true, "node10 node1")]
    [InlineData("""["|",["|",["==","name","node10"]],["=","name","node1"]]""", true, "node10 node1")]
    [InlineData("""["|",["==","name","node2"],["==","name","node2"]]""", true, "node2 node2")]
    [InlineData("""["|",["==","name","node2"],["==","name","node2"]]""", false, "node2")]
    [InlineData("""["==","name","uuid-2"]""", true, "")]
    [InlineData("""["|",["==","name","nosuch"],["==","uuid","uuid-2"]]""", true, "node2")]
    [InlineData("""["&",["==","name","nosuch"]]""", true, "")]
    [InlineData("""["|",["==","name","node10"],["=~","name","node1[.]"]]""", true, "node1 node10")]
    public void Filters_that_only_name_rows_give_them_in_the_order_given(string filter, bool usual, string names) =>
        Assert.Equal(names, Fleet.Names(Fleet.Nodes().Ask(new(["name"], Fleet.List(filter)) { Rules = Fleet.Rules(usual) })));

    [Theory]
    [InlineData("""["==","name","nosuch"]""")]
    [InlineData("""["|",["==","name","node1"],["|",["=","name","nosuch"]]]""")]
    public void A_name_that_does_not_exist_is_an_error(string filter)
    {
        var error = Assert.Throws<QueryException>(() => Fleet.Nodes().Ask(new(["name"], Fleet.List(filter))));
        Assert.Equal(("NAME_UNKNOWN", "Node name nosuch not found"), (error.Code, error.Message));
    }

    [Fact]
    public void Jobs_come_once_each_and_missing_ones_have_their_number_alone()
    {
        var result = Fleet.Jobs().Ask(new(["id", "status", "nosuch"], QueryFilter.AnyOf("id", [9L, 999999L, "9", 2L])));
        Assert.Equal("""
            {"fields":[{"name":"id","title":"ID","kind":"number","doc":"Job ID"},{"name":"status","title":"Status","kind":"text","doc":"Job status"},{"name":"nosuch","title":"nosuch","kind":"unknown","doc":"Unknown field 'nosuch'"}],"data":[[[0,9],[0,"success"],[1,null]],[[0,999999],[3,null],[1,null]],[[0,2],[0,"running"],[1,null]]]}
            """, Fleet.Json(result.WriteTo));
        Assert.Equal("""[[9,"success",null],[999999,null,null],[2,"running",null]]""", Fleet.Json(result.WriteValuesTo));
    }

    [Theory]
    [InlineData("name == \"b\"", "b")]
    [InlineData("name == \"nosuch\"", "")]
    public void Where_rows_cannot_be_found_by_name_all_are_looked_through(string filter, string names)
    {
        var rows = Resource.Of<string>("x", "X").KeyedBy("name", row => row).Rows(_ => ["a", "b", "c"])
            .Field("name", "N", FieldKind.Text, "Name", row => row).Build();
        Assert.Equal(names, Fleet.Names(rows.Pick(filter)));
    }

    [Fact]
    public void Named_rows_load_no_others()
    {
        var reads = 0;
        var jobs = Fleet.Jobs(100, () => reads++);
        Assert.Equal("7", Fleet.Names(jobs.Pick("id == 7")));
        Assert.Equal(0, reads);
        Assert.Equal("7", Fleet.Names(jobs.Pick("id == 7 and priority < 9")));
        Assert.Equal(100, reads);
    }
}
