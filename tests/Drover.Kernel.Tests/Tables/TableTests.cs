using Drover.Kernel.Journal;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Kernel.Tables;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.Tables;

/// <summary>Tables that live in the store only: written with events, read by key and index, kept within what they declare, checked by a replay.</summary>
public sealed class TableTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_read_by_key_range_and_index_in_both_directions()
    {
        await using var kernel = await StartAsync();
        await MeasureAsync(kernel, (1, "a", 5), (2, "b", 6), (3, "a", 7), (10, "a", 8));
        using var store = kernel.Host.ReadStore();
        Assert.Equal([1, 2, 3, 10], Times(Measurement.Table.After(store)));
        Assert.Equal([3, 10], Times(Measurement.Table.After(store, Measurement.KeyOf(2))));
        Assert.Equal([3, 10], Times(Measurement.Table.After(store, Measurement.KeyOf(1), "a")));
        Assert.Equal([10, 3, 2, 1], Times(Measurement.Table.Before(store)));
        Assert.Equal([2, 1], Times(Measurement.Table.Before(store, Measurement.KeyOf(3))));
        Assert.Equal([3, 1], Times(Measurement.Table.Before(store, Measurement.KeyOf(10), "a")));
        Assert.Empty(Measurement.Table.After(store, of: "c"));
        Assert.Equal(new Measurement(2, "b", 6), Measurement.Table.Find(store, Measurement.KeyOf(2)));
        Assert.Null(Measurement.Table.Find(store, Measurement.KeyOf(4)));
        Assert.Equal(["a", "b"], store.IndexValues("measurement"));
    }

    [Fact]
    public async Task A_row_replaces_the_one_with_its_key_and_what_is_removed_is_gone()
    {
        await using var kernel = await StartAsync();
        await MeasureAsync(kernel, (1, "a", 5), (2, "b", 6), (3, "a", 7));
        await MeasureAsync(kernel, (1, "b", 9));
        await kernel.Host.ExecuteAsync(new Forget(2, "b"), TestKernel.Alice, Stop);
        using (var store = kernel.Host.ReadStore())
            Assert.Equal([3], Times(Measurement.Table.After(store)));
        await kernel.Host.ExecuteAsync(new Forget(3, null), TestKernel.Alice, Stop);
        using (var store = kernel.Host.ReadStore())
            Assert.Empty(Measurement.Table.After(store));
    }

    [Fact]
    public async Task Rows_are_there_after_a_crash_and_a_replay_makes_the_same_ones()
    {
        await using var kernel = await StartAsync();
        await MeasureAsync(kernel, (1, "a", 5), (2, "b", 6), (3, "a", 7));
        await kernel.Host.ExecuteAsync(new Forget(1, "a"), TestKernel.Alice, Stop);
        await kernel.CrashAndRestartAsync();
        using var store = kernel.Host.ReadStore();
        Assert.Equal([2, 3], Times(Measurement.Table.After(store)));
        Assert.Empty(Replayer.Replay(kernel.Host.Model, store, kernel.Host.State).Problems);
    }

    [Fact]
    public void A_replay_names_rows_that_are_missing_made_up_or_changed()
    {
        var row = new TableRow("measurement", "k", "a", 1, "{}"u8.ToArray());
        Assert.Equal(["Row 'k' of measurement is in the journal, but not stored."], Compare([row], []));
        Assert.Equal(["Row 'k' of measurement is stored, but the journal does not make it."], Compare([], [row]));
        Assert.Equal(["Row 'k' of measurement is stored otherwise than the journal makes it."], Compare([row], [row with { Index = "b" }]));
        Assert.Equal(["Row 'k' of measurement is stored otherwise than the journal makes it."], Compare([row], [row with { Body = "[]"u8.ToArray() }]));
        Assert.Empty(Compare([row], [row]));
        // What was written before the journal begins cannot be told from what was made up.
        Assert.Empty(Compare([], [row], fromEmpty: false));
    }

    [Fact]
    public async Task A_table_keeps_the_newest_rows_of_each_index_value_and_none_that_is_too_old()
    {
        await using var kernel = await StartAsync();
        var now = Timestamp.From(kernel.Clock).Microseconds;
        const long Minute = 60_000_000;
        // More than one step of upkeep removes.
        var many = Enumerable.Range(1, (2 * TableUpkeep.Step) + 10).Select(i => (now - (2000 * Minute) + i, "a", i));
        await MeasureAsync(kernel, [.. many, (now - (61 * Minute), "b", 1), (now - (59 * Minute), "b", 2)]);
        await MeasureAsync(kernel, [.. Enumerable.Range(1, 700).Select(i => (now - 1000 + i, "c", i))]);
        await TableUpkeep.PruneAsync(kernel.Host, Stop);
        using var store = kernel.Host.ReadStore();
        Assert.Empty(Measurement.Table.After(store, of: "a"));
        Assert.Equal([2], Measurement.Table.After(store, of: "b").Select(row => row.Volts));
        Assert.Equal([698, 699, 700], Measurement.Table.After(store, of: "c").Select(row => row.Volts));
        Assert.Empty(Replayer.Replay(kernel.Host.Model, store, kernel.Host.State).Problems);
    }

    [Fact]
    public void A_table_that_would_grow_without_bound_is_refused()
    {
        var table = new StoreTable<Measurement>("endless", 1, MeasurementJson.Default.Measurement, _ => "k", _ => "");
        Assert.Throws<InvalidOperationException>(() => new KernelModel(new KernelOptions(), [new OneTable(table)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u00e4")]
    public async Task A_key_that_is_no_key_is_refused_and_nothing_is_written(string key)
    {
        var table = new StoreTable<Measurement>("odd", 1, MeasurementJson.Default.Measurement, _ => key, _ => "") { KeepPerIndex = 1 };
        await using var kernel = await TestKernel.StartAsync(new OneTable(table));
        await Assert.ThrowsAsync<InvalidOperationException>(() => kernel.Host.ExecuteAsync(new WriteTo(table), TestKernel.Alice, Stop));
        using var store = kernel.Host.ReadStore();
        Assert.Empty(table.After(store));
    }

    [Theory]
    [InlineData(null, null, "1,2,3,4,5,6,7,8")]
    [InlineData(null, "-time", "8,7,6,5,4,3,2,1")]
    [InlineData("board == a", null, "1,3,5,7")]
    [InlineData("board == a", "-time", "7,5,3,1")]
    [InlineData("board == a and volts > 3", "-time", "7,5")]
    [InlineData("board == a or volts == 2", null, "1,2,3,5,7")]
    [InlineData("board == b", "-volts", "8,6,4,2")]
    [InlineData("board == c", null, "")]
    public async Task A_listing_pages_through_the_table_with_filter_and_order(string? filter, string? sort, string expected)
    {
        await using var kernel = await StartAsync();
        await MeasureAsync(kernel, [.. Enumerable.Range(1, 8).Select(i => ((long)i, i % 2 == 1 ? "a" : "b", i))]);
        foreach (var limit in new int?[] { null, 1, 3 })
        {
            var volts = new List<string>();
            string? after = null;
            do
            {
                var page = await ListAsync(kernel, TestKernel.Alice, filter, sort, limit, after);
                volts.AddRange(page.Rows.Select(row => row[0].Integer.ToString()));
                after = page.Next;
            }
            while (after is not null);
            Assert.Equal(expected, string.Join(',', volts));
        }
    }

    [Fact]
    public async Task A_filter_on_the_index_reads_the_rows_with_its_value_alone()
    {
        // The one row of 'b' lies behind a row whose body is no row at all: whoever reads that one fails.
        await using var kernel = await StartAsync();
        await MeasureAsync(kernel, (1, "a", 1), (3, "b", 3));
        await kernel.Host.ExecuteAsync(new WriteBroken("0000000000000002", "a"), TestKernel.Alice, Stop);
        foreach (var sort in new[] { null, "-time" })
        {
            Assert.Equal([3], (await ListAsync(kernel, TestKernel.Alice, "board == b", sort, 10, null)).Rows.Select(row => row[0].Integer));
            await Assert.ThrowsAsync<System.Text.Json.JsonException>(() => ListAsync(kernel, TestKernel.Alice, null, sort, 10, null));
        }
    }

    [Fact]
    public async Task A_row_is_found_by_its_key_and_fields_are_shown_to_those_who_may_see_them()
    {
        await using var kernel = await StartAsync();
        await MeasureAsync(kernel, (1, "a", 5));
        var name = $"time == \"{Measurement.KeyOf(1)}\"";
        Assert.Equal(CellStatus.Normal, (await ListAsync(kernel, TestKernel.Alice, name, null, null, null)).Rows.Single()[1].Status);
        Assert.Equal(CellStatus.Unavailable, (await ListAsync(kernel, Caller.User(2000, Role.Observer), name, null, null, null)).Rows.Single()[1].Status);
        await Assert.ThrowsAsync<QueryException>(() => ListAsync(kernel, TestKernel.Alice, "time == \"x\"", null, null, null));
    }

    private static Task<TestKernel> StartAsync() => TestKernel.StartAsync(new MeasurementDomain());

    private static Task MeasureAsync(TestKernel kernel, params (long Time, string Board, int Volts)[] rows) =>
        kernel.Host.ExecuteAsync(new Measure([.. rows.Select(row => new Measurement(row.Time, row.Board, row.Volts))]), TestKernel.Alice, Stop);

    private static async Task<QueryResult> ListAsync(TestKernel kernel, Caller caller, string? filter, string? sort, int? limit, string? after)
    {
        using var context = kernel.Host.Look(caller);
        var request = new QueryRequest(["volts", "note"], filter is null ? null : FilterText.Parse(filter))
        {
            Sort = sort is null ? [] : SortKey.Parse(sort), Limit = limit, After = after,
        };
        return await kernel.Host.Model.Resources.Get("measurement").QueryAsync(context, request, Stop);
    }

    private static IEnumerable<long> Times(IEnumerable<Measurement> rows) => rows.Select(row => row.Time);

    private static List<string> Compare(TableRow[] made, TableRow[] stored, bool fromEmpty = true)
    {
        var replay = new TableReplay();
        foreach (var row in made)
            replay.Take(row);
        var problems = new List<string>();
        replay.Compare(new FixedRows(stored), ["measurement"], fromEmpty, problems.Add);
        return problems;
    }

    private sealed class FixedRows(TableRow[] rows) : ITableReader
    {
        public IEnumerable<TableRow> Rows(string table, string? index = null, string? bound = null, bool backwards = false) => rows;

        public TableRow? Row(string table, string key) => throw new NotSupportedException();

        public IEnumerable<string> IndexValues(string table) => throw new NotSupportedException();
    }

    private sealed class OneTable(StoreTable table) : Domains.IDomain
    {
        public void Describe(Domains.DomainBuilder d) => d.Table(table);
    }

    private sealed class WriteTo(StoreTable<Measurement> table) : Commands.Command<bool>
    {
        protected internal override bool Decide(Commands.Decision decision)
        {
            table.Write(decision, [new Measurement(1, "a", 1)]);
            return true;
        }
    }

    private sealed class WriteBroken(string key, string board) : Commands.Command<bool>
    {
        protected internal override bool Decide(Commands.Decision decision)
        {
            decision.Emit(new RowsWritten("measurement", 1, [new WrittenRow(key, board, RawJson.String("no row"))]));
            return true;
        }
    }
}
