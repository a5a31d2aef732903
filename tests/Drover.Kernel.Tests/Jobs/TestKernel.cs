using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.State;
using Drover.Opcodes;
using Drover.Storage;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>A kernel on a real store in a directory of its own. Can die without a goodbye and start again.</summary>
internal sealed class TestKernel : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drk").FullName;
    private readonly KernelOptions _options;
    private readonly TestGate _noGate = new();
    private readonly IDomain _domain;
    private readonly Func<IStore, IStore> _wrap;
    private readonly CapturedLog? _log;

    private TestKernel(IDomain? domain, KernelOptions? options, Func<IStore, IStore>? wrap, CapturedLog? log)
    {
        _domain = domain ?? new TestDomain();
        _options = options ?? new KernelOptions();
        _wrap = wrap ?? (store => store);
        _log = log;
    }

    public ManualClock Clock { get; } = new();

    public KernelHost Host { get; private set; } = null!;

    public TestGate Gate => (_domain as TestDomain)?.Gate ?? _noGate;

    /// <summary>Ends what hangs, before the host is given up.</summary>
    private Action? BeforeStop { get; init; }

    /// <summary>What its instruments have measured.</summary>
    public Readings Readings { get; } = new();

    public TestDomain Domain => (TestDomain)_domain;

    /// <summary>What brought the writer down; null as long as it lives.</summary>
    public string? Fatal { get; private set; }

    public static Caller Alice { get; } = Caller.User(1000, Role.Operator);

    public static async Task<TestKernel> StartAsync(IDomain? domain = null, KernelOptions? options = null, Func<IStore, IStore>? store = null, Action? beforeStop = null, CapturedLog? log = null)
    {
        var kernel = new TestKernel(domain, options, store, log) { BeforeStop = beforeStop };
        await kernel.StartHostAsync();
        return kernel;
    }

    /// <summary>Starts another kernel on a copy of the files as they are now, as after kill -9.</summary>
    public async Task CrashAndRestartAsync()
    {
        var copy = Directory.CreateTempSubdirectory("drk").FullName;
        foreach (var file in Directory.GetFiles(_directory))
            if (Path.GetFileName(file) is not ("lock" or "reserve"))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        Gate.OpenForGood();
        BeforeStop?.Invoke();
        await Host.DisposeAsync();
        foreach (var file in Directory.GetFiles(_directory))
            File.Delete(file);
        foreach (var file in Directory.GetFiles(copy))
            File.Move(file, Path.Combine(_directory, Path.GetFileName(file)));
        Directory.Delete(copy, recursive: true);
        Gate.CloseAgain();
        await StartHostAsync();
    }

    /// <summary>Waits for a stop of the host. One that had to wait for jobs lingers on the clock; one that found none does not.</summary>
    public async Task LingerAsync(Task stopping)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        while (!stopping.IsCompleted)
        {
            var timer = Clock.WaitForTimerAsync(TimeSpan.FromSeconds(5), enough.Token);
            if (await Task.WhenAny(stopping, timer) == timer)
                Clock.Advance(TimeSpan.FromSeconds(5));
        }
        await enough.CancelAsync();
        await stopping;
    }

    /// <summary>Starts again on the same files after a stop.</summary>
    public async Task StartAgainAsync()
    {
        await Host.DisposeAsync();
        Gate.CloseAgain();
        await StartHostAsync();
    }

    public async Task<long> SubmitAsync(params string[] opcodes) => (await SubmitManyAsync([opcodes]))[0].Id;

    public Task<IReadOnlyList<SubmitAnswer>> SubmitManyAsync(string[][] jobs, string? token = null) =>
        Host.ExecuteAsync(new SubmitJobs([.. jobs.Select(Read)], token: token), Alice, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<SubmitAnswer>> SubmitAsAsync(Caller caller, params string[] opcodes) =>
        Host.ExecuteAsync(new SubmitJobs([Read(opcodes)]), caller, TestContext.Current.CancellationToken);

    public Task<T> ExecuteAsync<T>(Command<T> command) => Host.ExecuteAsync(command, Alice, TestContext.Current.CancellationToken);

    public JobStatus StatusOf(long id) => Host.State.Jobs[id].Status;

    /// <summary>Waits, woken by the kernel, until the job has a status.</summary>
    public async Task<JobStatus> UntilAsync(long id, Func<JobStatus, bool> wanted)
    {
        while (true)
        {
            var change = Host.Watch.NextChange(id);
            if (wanted(StatusOf(id)))
                return StatusOf(id);
            await change.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    public Task<JobStatus> EndAsync(long id) => UntilAsync(id, status => status.IsFinal());

    public Task<JobStatus> UntilAsync(long id, JobStatus wanted) => UntilAsync(id, status => status == wanted);

    /// <summary>The job as its row has it.</summary>
    public Job Stored(long id)
    {
        using var reader = Host.ReadStore();
        return RowProjection.Decode(reader.Job(id)!);
    }

    /// <summary>The journal makes the rows, the queue and the locks that there are.</summary>
    public async Task AssertReplayMakesTheSameAsync()
    {
        var (state, reader) = await Host.TakeMomentAsync(TestContext.Current.CancellationToken);
        using (reader)
        {
            var far = new List<long>();
            var report = Replayer.Replay(Host.Model, reader, state, far.Add);
            Assert.Empty(report.Problems);
            Assert.Equal(Enumerable.Range(0, far.Count).Select(done => (long)done), far);
            Assert.Equal(report.Records, far.Count);
        }
    }

    /// <summary>Removes the front of the journal as retention does.</summary>
    public Task CutJournalAsync(long through) =>
        Host.RunUpkeepAsync("cut", _ => Host.CutStep(through), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Gate.OpenForGood();
        BeforeStop?.Invoke();
        await Host.DisposeAsync();
        Readings.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartHostAsync()
    {
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, Clock);
        Host = await KernelHost.StartAsync(new KernelModel(_options, [_domain]), _wrap(store), Clock, new CountingIds(), TestContext.Current.CancellationToken, fatal => Fatal = fatal, _log, Readings);
    }

    internal AcceptedOpcode[] Read(string[] opcodes)
    {
        var reader = new OpcodeReader(Host.Model);
        return [.. opcodes.Select((text, i) =>
        {
            using var document = JsonDocument.Parse(text.StartsWith('{') ? text : $$"""{"OP_ID":"{{text}}"}""");
            return reader.Read(document.RootElement, OpcodeReadOptions.Own, i);
        })];
    }

    private sealed class CountingIds : IIdSource
    {
        private int _last;

        public string NewUuid() => $"00000000-0000-0000-0000-{Interlocked.Increment(ref _last):d12}";
    }
}
