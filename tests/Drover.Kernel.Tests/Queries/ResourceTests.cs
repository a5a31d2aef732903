using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

public sealed class ResourceTests
{
    [Fact]
    public void Columns_keep_their_order_and_may_repeat_or_be_unknown()
    {
        var result = Fleet.Nodes().Ask(new(["mem", "name", "mem", "no such"], FilterText.Parse("name == node2")));
        Assert.Equal("""[[16,"node2.example.com",16,null]]""", Fleet.Json(result.WriteValuesTo));
        Assert.Equal(CellStatus.Unknown, result.Rows[0][3].Status);
        Assert.Equal("""{"mem":16,"name":"node2.example.com","no such":null}""", Fleet.Json(w => result.WriteObjectTo(w, 0)));
    }

    [Fact]
    public void A_query_without_fields_has_empty_rows() =>
        Assert.Equal("""{"fields":[],"data":[[],[],[]]}""", Fleet.Json(Fleet.Nodes().Ask(new([])).WriteTo));

    [Fact]
    public void Rows_come_in_natural_order_of_their_names() =>
        Assert.Equal("node1 node2 node10", Fleet.Names(Fleet.Nodes().Ask(new(["name"]))));

    [Fact]
    public void All_fields_are_described_in_natural_order()
    {
        var all = Fleet.Nodes().DescribeFields(null);
        Assert.Equal(["free", "load", "mem", "name", "offline", "owner", "params", "sizes", "tags", "uuid"], all.Select(f => f.Name));
        Assert.Equal(all, Fleet.Nodes().DescribeFields([]));
    }

    [Fact]
    public void Named_fields_are_described_in_the_order_given()
    {
        var json = Fleet.Json(w => QueryResult.WriteDefinitions(w, Fleet.Nodes().DescribeFields(["disk.size/7", "nosuch", "name"])));
        Assert.Equal("""
            {"fields":[{"name":"disk.size/7","title":"Disk_size","kind":"unit","doc":"Size of a disk"},{"name":"nosuch","title":"nosuch","kind":"unknown","doc":"Unknown field 'nosuch'"},{"name":"name","title":"Node","kind":"text","doc":"Node name"}]}
            """, json);
    }

    [Fact]
    public void Default_fields_are_those_marked_or_all()
    {
        Assert.Equal(["name"], Fleet.Nodes().DefaultFields);
        Assert.Equal(["id", "status", "priority", "received_ts", "end_ts"], Fleet.Jobs().DefaultFields);
    }

    [Fact]
    public void Fields_that_follow_a_pattern_need_no_declaration() =>
        Assert.Equal("[[100,null]]", Fleet.Json(Fleet.Nodes().Pick("name == node1", "disk.size/0", "disk.size/5").WriteValuesTo));

    [Theory]
    [InlineData("mem", "node1 node2 node10")]
    [InlineData("-mem", "node10 node2 node1")]
    [InlineData("offline,-name", "node2 node1 node10")]
    [InlineData("owner", "node10 node2 node1")]
    public void Rows_sort_by_any_fields(string sort, string names) =>
        Assert.Equal(names, Fleet.Names(Fleet.Nodes().Ask(new(["name"]) { Sort = SortKey.Parse(sort) })));

    [Theory]
    [InlineData("mem", "b a c")]
    [InlineData("-mem", "a b c")]
    public void Cells_without_a_value_sort_last_in_either_direction(string sort, string names)
    {
        var nodes = Fleet.Nodes(null, new("c", "3"), new("a", "1") { Memory = 5 }, new("b", "2") { Memory = 4 });
        Assert.Equal(names, Fleet.Names(nodes.Ask(new(["name"]) { Sort = SortKey.Parse(sort) })));
    }

    [Fact]
    public void Equal_rows_stay_in_the_order_of_their_keys()
    {
        var rows = Enumerable.Range(1, 50).Select(i => new Machine($"n{i * 37 % 101}", "u") { Offline = i % 3 == 0 }).ToArray();
        var expected = rows.OrderBy(r => r.Offline).ThenBy(r => int.Parse(r.Name.AsSpan(1))).Select(r => r.Name);
        Assert.Equal(string.Join(' ', expected), Fleet.Names(Fleet.Nodes(null, rows).Ask(new(["name"]) { Sort = [new("offline")] })));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    public async Task An_answer_at_once_looks_at_a_hundred_rows_and_no_more(int count)
    {
        var nodes = Fleet.Nodes(null, [.. Enumerable.Range(1, count).Select(i => new Machine($"n{i}", "u"))]);
        using var context = new QueryContext { Now = Fleet.Context.Now, Caller = Caller.System, AtOnce = true };
        var asked = nodes.QueryAsync(context, new(["name"], FilterText.Parse("mem == 5"))).AsTask();
        if (count == 100)
            Assert.Empty((await asked).Rows);
        else
            await Assert.ThrowsAsync<NotAtOnceException>(() => asked);
    }

    [Fact]
    public void Sorting_by_a_field_that_does_not_exist_is_an_error() =>
        Assert.Equal("Can't find field named 'nosuch'",
            Assert.Throws<QueryException>(() => Fleet.Nodes().Ask(new(["name"]) { Sort = [new("nosuch")] })).Message);

    [Fact]
    public void The_registry_finds_by_name_and_refuses_doubles()
    {
        var resources = new Resources();
        resources.Add(Fleet.Nodes());
        resources.Add(Fleet.Jobs());
        Assert.Equal(["job", "node"], resources.All.Select(r => r.Name));
        Assert.Equal("node", resources.Get("node").Name);
        Assert.Throws<InvalidOperationException>(() => resources.Add(Fleet.Jobs()));
        var error = Assert.Throws<QueryException>(() => resources.Get("nosuch"));
        Assert.Equal(("RESOURCE_UNKNOWN", "Resource type 'nosuch' unknown"), (error.Code, error.Message));
    }

    [Fact]
    public void Declarations_that_contradict_themselves_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Resource.Of<Machine>("x", "X").Build());
        Assert.Throws<InvalidOperationException>(() => Minimal().KeyedBy("nosuch", m => m.Name).Build());
        Assert.Throws<InvalidOperationException>(() => Minimal().Uuid("nosuch").Build());
        Assert.Throws<InvalidOperationException>(() => Minimal().FindById((_, _) => null).Build());
        Assert.Throws<InvalidOperationException>(() => Minimal().Field("name", "N", FieldKind.Text, "Again", m => m.Name).Build());
        Assert.Equal("name", Minimal().Build().NameField);

        static ResourceBuilder<Machine> Minimal() => Resource.Of<Machine>("x", "X").KeyedBy("name", m => m.Name).Rows(_ => [])
            .Field("name", "N", FieldKind.Text, "Name", m => m.Name);
    }
}
