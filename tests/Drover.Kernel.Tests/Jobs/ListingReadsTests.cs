using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.Queries;
using Drover.Opcodes;
using Drover.Storage;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>How often a listing asks the store.</summary>
public sealed class ListingReadsTests : IAsyncLifetime
{
    private const int Jobs = 300;

    private readonly string _directory = Directory.CreateTempSubdirectory("drk").FullName;
    private readonly Dictionary<string, int> _rows = [];
    private KernelHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        using var document = JsonDocument.Parse("""{"OP_ID":"OP_NOTE","text":"hello"}""");
        var opcode = new OpcodeReader(_host.Model).Read(document.RootElement, OpcodeReadOptions.Own, 0);
        var answers = await _host.ExecuteAsync(new SubmitJobs([.. Enumerable.Repeat<IReadOnlyList<AcceptedOpcode>>([opcode], Jobs)]), TestKernel.Alice, Stop);
        while (!_host.State.Jobs[answers[^1].Id].Status.IsFinal())
            await _host.Watch.NextChange(answers[^1].Id).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await _host.ExecuteAsync(new ArchiveJobs([3, 4, 5, 90]), TestKernel.Alice, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Bodies_and_logs_of_all_rows_are_read_in_one_pass()
    {
        await RestartAsync();
        Assert.All(await ListAsync("id", "opstatus", "ops", "opresult", "oplog"), row => Assert.Equal("[\"success\"]", row[1].ToString()));
        Assert.Equal((Jobs - 4, 0, 0), (Read("Jobs"), Read("Job"), Read("LastLogSerial")));

        // Now they are at hand.
        _rows.Clear();
        await ListAsync("id", "opstatus");
        Assert.Empty(_rows);
    }

    [Fact]
    public async Task Log_entries_of_all_rows_are_read_in_one_pass()
    {
        using var document = JsonDocument.Parse("""{"OP_ID":"OP_TALK"}""");
        var opcode = new OpcodeReader(_host.Model).Read(document.RootElement, OpcodeReadOptions.Own, 0);
        foreach (var answer in await _host.ExecuteAsync(new SubmitJobs([[opcode], [opcode]]), TestKernel.Alice, Stop))
            while (!_host.State.Jobs[answer.Id].Status.IsFinal())
                await _host.Watch.NextChange(answer.Id).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await RestartAsync();
        Assert.Contains("entry 2", (await ListAsync("oplog"))[^1][0].ToString(), StringComparison.Ordinal);
        Assert.Equal((6, 0), (Read("Logs"), Read("LogsOfOne")));
    }

    [Fact]
    public async Task Archived_jobs_among_them_are_read_in_the_same_pass()
    {
        await RestartAsync();
        Assert.Equal(Jobs, (await ListAsync("id", "archived", "ops")).Count);
        Assert.Equal((Jobs + 4, 0), (Read("Jobs"), Read("Job")));
    }

    [Fact]
    public async Task A_listing_without_such_fields_reads_nothing()
    {
        await RestartAsync();
        await ListAsync("id", "status", "summary", "end_ts");
        Assert.Empty(_rows);
    }

    [Fact]
    public async Task Jobs_that_have_just_ended_are_at_hand()
    {
        _rows.Clear();
        await ListAsync("id", "opstatus", "ops");
        Assert.Empty(_rows);
    }

    private int Read(string member) => _rows.GetValueOrDefault(member);

    private async Task<IReadOnlyList<FieldValue[]>> ListAsync(params string[] fields)
    {
        using var context = _host.Look(TestKernel.Alice, fields);
        return (await _host.Model.Resources.Get("job").QueryAsync(context, new(fields), Stop)).Rows;
    }

    private async Task RestartAsync()
    {
        await _host.DisposeAsync();
        await StartAsync();
        _rows.Clear();
    }

    private async Task StartAsync()
    {
        var clock = new ManualClock();
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, clock);
        _host = await KernelHost.StartAsync(new KernelModel(new KernelOptions(), [new TestDomain { LogEntries = 3 }]), new CountingStore(store, _rows), clock, new NoIds(), Stop);
    }

    private sealed class NoIds : IIdSource
    {
        public string NewUuid() => throw new InvalidOperationException("Nothing here has an id.");
    }

    private sealed class CountingStore(IStore store, Dictionary<string, int> rows) : StoreProxy(store)
    {
        public override IStoreReader Read() => new ReaderProxy(base.Read(), member => rows[member] = rows.GetValueOrDefault(member) + 1);
    }
}
