using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

/// <summary>Listings sorted by the key alone, which need not read what they do not show.</summary>
public sealed class BackwardsTests
{
    private static readonly SortKey[] s_downwards = [new("id", Descending: true)];

    [Fact]
    public void The_last_rows_are_read_from_the_end_and_no_further_than_the_page()
    {
        var reads = 0;
        var jobs = Fleet.JobsBothWays(10_000, () => reads++);
        var page = jobs.Ask(new(["id"]) { Sort = s_downwards, Limit = 3 });
        Assert.Equal(("10000 9999 9998", "9998", 4), (Fleet.Names(page), page.Next, reads));
        page = jobs.Ask(new(["id"]) { Sort = s_downwards, Limit = 3, After = page.Next });
        Assert.Equal(("9997 9996 9995", "9995", 8), (Fleet.Names(page), page.Next, reads));
    }

    [Fact]
    public void A_filter_reads_on_until_the_page_is_full()
    {
        var reads = 0;
        var page = Fleet.JobsBothWays(10_000, () => reads++).Ask(new(["id"], FilterText.Parse("status == success")) { Sort = s_downwards, Limit = 3 });
        Assert.Equal(("9999 9996 9993", 11), (Fleet.Names(page), reads));
    }

    [Fact]
    public void Upwards_by_the_key_nothing_is_read_twice_either()
    {
        var reads = 0;
        var page = Fleet.JobsBothWays(10_000, () => reads++).Ask(new(["id"]) { Sort = [new("id")], Limit = 3 });
        Assert.Equal(("1 2 3", 4), (Fleet.Names(page), reads));
    }

    [Fact]
    public void The_row_of_the_key_may_be_gone()
    {
        var jobs = Fleet.JobsBothWays(5);
        Assert.Equal("5 4", Fleet.Names(jobs.Ask(new(["id"]) { Sort = s_downwards, Limit = 2, After = "77" })));
        Assert.Equal("", Fleet.Names(jobs.Ask(new(["id"]) { Sort = s_downwards, Limit = 2, After = "1" })));
    }

    [Fact]
    public void Named_rows_and_other_orders_are_sorted_as_ever()
    {
        var jobs = Fleet.JobsBothWays(9);
        Assert.Equal("7 5 2", Fleet.Names(jobs.Ask(new(["id"], QueryFilter.AnyOf("id", [5L, 7L, 2L])) { Sort = s_downwards })));
        Assert.Equal("9 6 3 8 7 5 4 2 1", Fleet.Names(jobs.Ask(new(["id"]) { Sort = [new("status", Descending: true), new("id", Descending: true)] })));
    }

    [Fact]
    public void A_resource_that_can_be_read_backwards_has_to_be_in_key_order() => Assert.Throws<InvalidOperationException>(() =>
        Resource.Of<Work>("n", "Numbers").KeyedBy("id", w => w.Id).Rows(_ => []).RowsBefore((_, _) => [])
            .Field("id", "ID", FieldKind.Number, "Id", w => w.Id).Build());

    [Fact]
    public void Filters_and_pages_of_any_size_give_the_same_from_the_end_as_from_the_beginning()
    {
        const int seed = 77_001;
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var count = random.Next(40);
            var all = new QueryRequest(["id", "status"], RandomFilter(random) is { } text ? FilterText.Parse(text) : null)
            {
                Sort = [new("id", Descending: random.Next(4) > 0)],
            };
            var expected = Cells(Fleet.Jobs(count).Ask(all));
            var bothWays = Fleet.JobsBothWays(count);
            Assert.True(expected.SequenceEqual(Cells(bothWays.Ask(all))), $"seed {seed} round {round}: {all.Filter}");

            var (paged, limit, pages) = (new List<string>(), random.Next(1, 12), 0);
            string? after = null;
            do
            {
                var page = bothWays.Ask(all with { Limit = limit, After = after });
                var sorted = Fleet.Jobs(count).Ask(all with { Limit = limit, After = after });
                Assert.Equal((sorted.Next, sorted.Rows.Count), (page.Next, page.Rows.Count));
                paged.AddRange(Cells(page));
                after = page.Next;
            }
            while (after is not null && ++pages < 100);
            Assert.True(expected.SequenceEqual(paged), $"seed {seed} round {round}: {all.Filter} in pages of {limit}");
        }
    }

    private static List<string> Cells(QueryResult result) => [.. result.Rows.Select(row => string.Join(' ', row.Select(cell => cell.ToString())))];

    private static string? RandomFilter(Random random, int depth = 2)
    {
        if (depth > 0 && random.Next(2) == 0)
        {
            return random.Next(3) switch
            {
                0 => $"({RandomFilter(random, depth - 1) ?? "id > 0"}) and ({RandomFilter(random, depth - 1) ?? "id < 30"})",
                1 => $"({RandomFilter(random, depth - 1) ?? "id > 20"}) or ({RandomFilter(random, depth - 1) ?? "id < 10"})",
                _ => $"not ({RandomFilter(random, depth - 1) ?? "id == 3"})",
            };
        }
        return random.Next(6) switch
        {
            0 => null,
            1 => $"id > {random.Next(40)}",
            2 => $"id <= {random.Next(40)}",
            3 => $"priority != {random.Next(-2, 3)}",
            4 => $"status == {(random.Next(2) == 0 ? "running" : "success")}",
            _ => $"priority < {random.Next(-2, 3)}",
        };
    }
}
