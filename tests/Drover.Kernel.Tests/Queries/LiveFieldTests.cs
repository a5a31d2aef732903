using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

public sealed class LiveFieldTests
{
    private readonly List<string> _probed = [];

    [Fact]
    public void Nothing_is_probed_unless_a_live_field_is_asked_for()
    {
        Assert.Equal("node1", Fleet.Names(Nodes().Pick("mem < 10", "name", "mem")));
        Assert.Empty(_probed);
    }

    [Fact]
    public void Only_rows_that_the_filter_leaves_are_probed()
    {
        Assert.Equal("""[["node1.example.com",4],["node2.example.com",8]]""", Fleet.Json(Nodes().Pick("not offline", "name", "free").WriteValuesTo));
        Assert.Equal(["node2 node1"], _probed.Select(Ordered));
        static string Ordered(string probed) => probed == "node1 node2" ? "node2 node1" : probed;
    }

    [Theory]
    [InlineData("free > 5 and not offline", "node2", "node1 node2")]
    [InlineData("not free > 5", "node1", "node1 node2 node10")]
    [InlineData("not (free > 5 or offline)", "node1", "node1 node2")]
    [InlineData("not (offline and free > 5)", "node1 node2", "node1 node2 node10")]
    [InlineData("free == 8 or mem == 64", "node2 node10", "node1 node2 node10")]
    public void Filters_on_live_fields_run_first_without_and_then_with_the_values(string filter, string names, string probed)
    {
        Assert.Equal(names, Fleet.Names(Nodes().Pick(filter)));
        Assert.Equal(probed.Split(' ').Order(), Assert.Single(_probed).Split(' ').Order());
    }

    [Fact]
    public void A_page_is_cut_before_the_probe_where_it_can_be()
    {
        Nodes().Ask(new QueryRequest(["name", "free"]) { Limit = 1 });
        Assert.Equal(["node1"], _probed);
    }

    [Fact]
    public void Sorting_by_a_live_field_probes_all_rows_once()
    {
        Assert.Equal("node10 node2", Fleet.Names(Nodes().Ask(new QueryRequest(["name", "free"]) { Sort = [new("free", Descending: true)], Limit = 2 })));
        Assert.Single(_probed);
    }

    [Fact]
    public void Without_leave_to_probe_live_fields_show_what_is_known()
    {
        Assert.Equal("[[null],[null],[null]]", Fleet.Json(Nodes().Ask(new QueryRequest(["free"]) { IncludeLive = false }).WriteValuesTo));
        Assert.Empty(_probed);
    }

    [Fact]
    public void Missing_rows_are_not_probed()
    {
        var jobs = Resource.Of<Machine>("job", "Jobs").KeyedBy("id", m => m.Memory!.Value).Rows(_ => [])
            .FindById((_, id) => id == 1 ? new Machine("one", "u") { Memory = 1 } : null)
            .Field("id", "ID", FieldKind.Number, "Job ID", m => m.Memory!.Value, FieldFlags.JobId)
            .Field("free", "Free", FieldKind.Unit, "Free", m => m.Free ?? FieldValue.NoData, FieldFlags.Live)
            .Probe(Probe).Build();
        var result = jobs.Ask(new QueryRequest(["id", "free"], QueryFilter.AnyOf("id", [5L, 1L])));
        Assert.Equal("[[5,null],[1,0]]", Fleet.Json(result.WriteValuesTo));
    }

    [Fact]
    public async Task A_probe_that_takes_time_is_awaited()
    {
        var answer = new TaskCompletionSource();
        var nodes = Fleet.Nodes(async (_, rows, _) =>
        {
            await answer.Task;
            for (var i = 0; i < rows.Count; i++) rows[i] = rows[i] with { Free = 1 };
        });
        var query = nodes.QueryAsync(Fleet.Context, new(["free"], FilterText.Parse("name == node1")), TestContext.Current.CancellationToken);
        Assert.False(query.IsCompleted);
        answer.SetResult();
        Assert.Equal("[[1]]", Fleet.Json((await query).WriteValuesTo));
    }

    private Resource<Machine> Nodes() => Fleet.Nodes(Probe);

    private ValueTask Probe(QueryContext context, IList<Machine> rows, CancellationToken cancellationToken)
    {
        _probed.Add(string.Join(' ', rows.Select(r => r.Name.Replace(".example.com", "", StringComparison.Ordinal))));
        for (var i = 0; i < rows.Count; i++) rows[i] = rows[i] with { Free = rows[i].Memory / 2 };
        return ValueTask.CompletedTask;
    }
}
