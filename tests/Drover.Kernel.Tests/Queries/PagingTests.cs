using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

public sealed class PagingTests
{
    [Fact]
    public void A_page_names_the_key_to_go_on_from_until_the_end()
    {
        var jobs = Fleet.Jobs(5);
        var first = jobs.Ask(new(["id"]) { Limit = 2 });
        Assert.Equal(("1 2", "2"), (Fleet.Names(first), first.Next));
        var last = jobs.Ask(new(["id"]) { Limit = 3, After = first.Next });
        Assert.Equal(("3 4 5", null), (Fleet.Names(last), last.Next));
    }

    [Fact]
    public void A_page_in_key_order_reads_no_further_than_it_must()
    {
        var reads = 0;
        Fleet.Jobs(1000, () => reads++).Ask(new(["id"]) { Limit = 10 });
        Assert.Equal(11, reads);
    }

    [Fact]
    public void A_resource_that_can_seek_does_not_read_the_rows_before()
    {
        var asked = new List<RowKey>();
        var numbers = Resource.Of<Work>("n", "Numbers").KeyedBy("id", w => w.Id)
            .Rows(_ => throw new InvalidOperationException("read from the start"), inKeyOrder: true)
            .RowsAfter((_, key) =>
            {
                asked.Add(key);
                return Enumerable.Range((int)key.Number + 1, 5).Select(i => new Work(i, "", 0, default));
            })
            .Field("id", "ID", FieldKind.Number, "Id", w => w.Id).Build();
        Assert.Equal("8 9", Fleet.Names(numbers.Ask(new(["id"]) { After = "7", Limit = 2 })));
        Assert.Equal([new RowKey(7)], asked);
    }

    [Fact]
    public void In_key_order_the_row_of_the_key_may_be_gone() =>
        Assert.Equal("node2 node10", Fleet.Names(Fleet.Nodes().Ask(new(["name"]) { After = "node1.gone" })));

    [Fact]
    public void In_another_order_a_row_that_is_gone_is_an_error()
    {
        var error = Assert.Throws<QueryException>(() => Fleet.Nodes().Ask(new(["name"]) { After = "gone", Sort = [new("mem")] }));
        Assert.Equal("QUERY_PAGE_GONE", error.Code);
    }

    [Fact]
    public void In_another_order_the_filter_may_have_dropped_the_row_of_the_key() =>
        Assert.Equal("node10", Fleet.Names(Fleet.Nodes().Ask(
            new(["name"], FilterText.Parse("mem != 16")) { After = "node2.example.com", Sort = [new("mem")] })));

    [Fact]
    public void Named_rows_page_in_the_order_given_and_once_each()
    {
        var filter = QueryFilter.AnyOf("id", [5L, 3L, 5L, 99L, 1L]);
        var first = Fleet.Jobs().Ask(new(["id"], filter) { Limit = 3 });
        Assert.Equal(("5 3 99", "99"), (Fleet.Names(first), first.Next));
        Assert.Equal("1", Fleet.Names(Fleet.Jobs().Ask(new(["id"], filter) { After = "99" })));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_below_one_is_an_error(int limit) =>
        Assert.Equal("QUERY_LIMIT", Assert.Throws<QueryException>(() => Fleet.Jobs().Ask(new(["id"]) { Limit = limit })).Code);

    [Fact]
    public void A_key_that_cannot_be_is_an_error() =>
        Assert.Equal("QUERY_PAGE_KEY", Assert.Throws<QueryException>(() => Fleet.Jobs().Ask(new(["id"]) { After = "x" })).Code);

    [Fact]
    public void Pages_of_any_size_order_and_filter_cover_every_row_once()
    {
        const int seed = 20260;
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var rows = Enumerable.Range(0, random.Next(25))
                .Select(i => new Machine("n" + new string('0', random.Next(3)) + random.Next(30), "u") { Memory = random.Next(4) is var m and > 0 ? m : null, Offline = random.Next(2) == 0 })
                .DistinctBy(m => m.Name).Append(new("last", "u")).ToArray();
            var nodes = Fleet.Nodes(null, rows);
            var all = new QueryRequest(["name"], random.Next(2) == 0 ? null : FilterText.Parse("not offline or mem > 1"))
            {
                Sort = random.Next(3) switch { 0 => [], 1 => [new("mem", random.Next(2) == 0)], _ => [new("offline"), new("mem")] },
            };
            var whole = Fleet.Names(nodes.Ask(all));
            var pages = new List<string>();
            var limit = random.Next(1, 8);
            string? after = null;
            do
            {
                var page = nodes.Ask(all with { Limit = limit, After = after });
                if (page.Rows.Count > 0) pages.Add(Fleet.Names(page));
                after = page.Next;
            }
            while (after is not null && pages.Count < 100);
            Assert.True(whole == string.Join(' ', pages), $"seed {seed} round {round}: {whole} but pages {string.Join(" | ", pages)}");
        }
    }
}
