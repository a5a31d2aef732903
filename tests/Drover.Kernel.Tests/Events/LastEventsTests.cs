using Drover.Kernel.Commands;
using Drover.Kernel.Journal;
using Drover.Kernel.Queries;
using Drover.Kernel.Tests.Jobs;
using Drover.Storage;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests.Events;

/// <summary>The end of a long journal, and how much of it is read for that.</summary>
public sealed class LastEventsTests : IAsyncLifetime
{
    private const int Records = 10_000;
    private const int Last = 50;

    // The start of the kernel is a record too.
    private const int End = Records + 1;

    private readonly string _directory = Directory.CreateTempSubdirectory("drk").FullName;
    private CountingStore _store = null!;
    private KernelHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var clock = new ManualClock();
        _store = new CountingStore(SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, clock));
        _store.Append(1, 0, Journal(Timestamp.From(clock)), []);
        _host = await KernelHost.StartAsync(new KernelModel(new KernelOptions(), [new TestDomain()]), _store, clock, new NoIds(), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task The_last_fifty_of_ten_thousand_events_are_read_from_the_end()
    {
        var (page, read) = await AskAsync(null, null);
        Assert.Equal(Enumerable.Range(0, Last).Select(i => (long)(End - i)), Numbers(page));
        Assert.InRange(read, Last, Last + 1);
        (page, read) = await AskAsync(null, page.Next);
        Assert.Equal(Enumerable.Range(Last, Last).Select(i => (long)(End - i)), Numbers(page));
        Assert.InRange(read, Last, Last + 1);
    }

    [Fact]
    public async Task A_filter_reads_back_until_the_page_is_full()
    {
        var (page, read) = await AskAsync("kind == tenth", null);
        Assert.Equal(Enumerable.Range(0, Last).Select(i => (long)(Records - (10 * i))), Numbers(page));
        Assert.InRange(read, 10 * (Last - 1), 10 * (Last + 1));
    }

    private async Task<(QueryResult Page, int Read)> AskAsync(string? filter, string? after)
    {
        _store.RowsRead = 0;
        using var context = _host.Look(TestKernel.Alice);
        var request = new QueryRequest(["seq", "kind", "payload"], filter is null ? null : FilterText.Parse(filter))
        {
            Sort = SortKey.Parse("-seq"), Limit = Last, After = after,
        };
        return (await _host.Model.Resources.Get("event").QueryAsync(context, request, Stop), _store.RowsRead);
    }

    private static IEnumerable<long> Numbers(QueryResult page) => page.Rows.Select(row => row[0].Integer);

    private static List<JournalRecord> Journal(Timestamp time)
    {
        var (records, hash) = (new List<JournalRecord>(Records), HashChain.Genesis);
        var payload = "{}"u8.ToArray();
        for (var sequence = 1; sequence <= Records; sequence++)
        {
            var kind = sequence % 10 == 0 ? "tenth" : "other";
            records.Add(HashChain.Link(hash, sequence, time, "system", kind, payload));
            hash = records[^1].Hash;
        }
        return records;
    }

    private sealed class NoIds : IIdSource
    {
        public string NewUuid() => throw new InvalidOperationException("Nothing here has an id.");
    }

    /// <summary>A store that counts the rows that its readers give out.</summary>
    private sealed class CountingStore(IStore store) : StoreProxy(store)
    {
        public int RowsRead { get; set; }

        public override IStoreReader Read() => new ReaderProxy(base.Read(), _ => RowsRead++);
    }
}
