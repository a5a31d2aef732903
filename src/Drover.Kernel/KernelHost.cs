using System.Diagnostics.Metrics;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.Metrics;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Kernel.Telling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Kernel;

/// <summary>The kernel with its thin shell: one writer that decides, writes, applies and publishes; readers take the published state.</summary>
public sealed partial class KernelHost : IKernel, IAsyncDisposable
{
    /// <summary>Bytes for decoded bodies of finished jobs: some thousands of usual size.</summary>
    private const long FinishedBodiesLimit = 8 << 20;

    private readonly Inbox _inbox;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IStore _store;
    private readonly StoreLease _lease;
    private readonly IIdSource _ids;
    private readonly RowProjection _rows;
    private readonly OperationRunner _runner;
    private readonly PeriodicRunner _periodic;
    private readonly UpkeepSteps _upkeep;
    private readonly Teller _teller;
    private readonly Thread _writer;
    private readonly Action<string> _onFatal;
    private readonly KernelInstruments _instruments;
    private readonly JobInstruments _jobInstruments;
    private KernelState _published;
    private Task? _drained;
    private volatile bool _refusing;
    private volatile bool _opened;

    private KernelHost(
        KernelModel model, IStore store, StoreLease lease, TimeProvider clock, IIdSource ids, KernelState loaded, Action<string> onFatal, ILoggerFactory logging,
        IMeterFactory? meters)
    {
        _teller = new Teller(logging, loaded);
        Faults.Noted = _teller.OnFault;
        _upkeep = new UpkeepSteps(_teller.Log);
        _onFatal = problem =>
        {
            KernelLog.Ends(_teller.Log, problem);
            onFatal(problem);
        };
        Model = model;
        Clock = clock;
        _store = store;
        _lease = lease;
        _ids = ids;
        _inbox = new Inbox(model.Options.InboxLimit);
        _published = loaded;
        _progress = new TurnProgress(clock);
        _rows = new RowProjection(model.Codec);
        _runner = new OperationRunner(this);
        _periodic = new PeriodicRunner(this, _teller.Log);
        Events = new EventHub(model.Options.SubscriberBacklog);
        Signals = new SignalHub(model.Signals, model.Options.SignalBacklog, clock);
        _instruments = new KernelInstruments(meters, this, () => _inbox.Count);
        _jobInstruments = new JobInstruments(meters, this);
        _writer = new Thread(RunWriter) { Name = "drover-writer", IsBackground = true };
    }

    /// <inheritdoc/>
    public KernelModel Model { get; }

    /// <inheritdoc/>
    public long Term => _lease.Term;

    /// <inheritdoc/>
    public TimeProvider Clock { get; }

    /// <inheritdoc/>
    public EventHub Events { get; }

    /// <inheritdoc/>
    public SignalHub Signals { get; }

    /// <inheritdoc/>
    public JobWatch Watch { get; } = new();

    /// <summary>Bodies of finished jobs that queries have read.</summary>
    internal FinishedBodies Bodies { get; } = new(FinishedBodiesLimit);

    /// <inheritdoc/>
    public KernelFigures Figures { get; } = new();

    /// <inheritdoc/>
    public FaultLog Faults { get; } = new();

    /// <inheritdoc/>
    public IEnumerable<string> Problems =>
        new[] { _progress.Problem, Jobs.Filters.JobFilters.Problem(State) }.OfType<string>().Concat(_periodic.Problems).Concat(_upkeep.Problems);

    /// <inheritdoc/>
    public KernelState State => Volatile.Read(ref _published);

    /// <inheritdoc/>
    public StoreHealth StoreHealth => _store.Health;

    /// <inheritdoc/>
    public bool Stopping => _refusing;

    /// <inheritdoc/>
    public IStoreReader ReadStore() => _store.Read();

    /// <summary>Tells the store that this daemon is alive. Ends it when another one leads.</summary>
    internal Task RenewLeaseAsync()
    {
        try
        {
            _store.Renew(_lease.Term);
        }
        catch (StoreException lost) when (lost.IsFatal)
        {
            _onFatal(lost.Message);
        }
        return Task.CompletedTask;
    }

    /// <summary>Removes some records from the front of the journal, at most those up to <paramref name="through"/>; true while there are more.
    /// Only the writer calls it, between its turns.</summary>
    internal bool CutStep(long through) => new JournalCut(Model, _store, _lease.Term).Step(through);

    /// <inheritdoc/>
    public Queries.QueryContext Look(Caller caller, IReadOnlyList<string>? fields = null, bool atOnce = false) => new()
    {
        Now = Timestamp.From(Clock),
        State = State,
        Kernel = this,
        Bodies = Bodies,
        Caller = caller,
        IncludeArchived = fields?.Contains("archived") == true,
        AtOnce = atOnce,
    };

    /// <inheritdoc/>
    public string? WaitsFor(long job) => _runner.WaitsFor(job);

    /// <summary>Loads the state from the store's rows, takes up what the last run left, starts the domains' controllers, and only then the
    /// operations.</summary>
    /// <param name="onFatal">Ends the process when the store cannot be trusted any more; must not return. Default <see cref="Environment.FailFast(string)"/>.</param>
    /// <param name="logging">Takes lines about what happens. Default: nobody does.</param>
    /// <param name="meters">Makes the meters of the kernel's instruments; null where nobody listens.</param>
    public static async Task<KernelHost> StartAsync(
        KernelModel model, IStore store, TimeProvider clock, IIdSource ids, CancellationToken cancellationToken,
        Action<string>? onFatal = null, ILoggerFactory? logging = null, IMeterFactory? meters = null)
    {
        var lease = await store.AcquireAsync(cancellationToken);
        var loaded = StateLoader.Load(model, store, lease.Term);
        var host = new KernelHost(model, store, lease, clock, ids, loaded, onFatal ?? Environment.FailFast, logging ?? NullLoggerFactory.Instance, meters);
        lease.Lost.Register(() => host._onFatal("Another daemon has taken over the lease of the store, so this one ends at once. Restart it, so that it learns who leads."));
        host._writer.Start();
        if (loaded.Sequence == 0)
            await host.ExecuteAsync(new SeedState(model.Seeds), Caller.System, cancellationToken);
        await host.ExecuteAsync(new RecoverJobs(host.DepartedStatus), Caller.System, cancellationToken);
        foreach (var controller in model.Controllers)
            await controller.StartAsync(host, cancellationToken);
        host._opened = true;
        await host.ExecuteAsync(new SettleTurn(), Caller.System, cancellationToken);
        host._periodic.Start();
        return host;
    }

    /// <inheritdoc/>
    public Task<T> ExecuteAsync<T>(Command<T> command, Caller caller, CancellationToken cancellationToken)
    {
        foreach (var wanted in command.Permissions(State))
            if (!AccessGate.Allows(caller, wanted))
                return Task.FromException<T>(new NotAllowedException(caller, wanted));
        if (command.CreatesWork && Admission(command) is { } refusal)
            return Task.FromException<T>(refusal);
        var item = new WorkItem<T>(command, caller);
#pragma warning disable MA0042 // What must happen is taken without waiting for a place.
        return AnswerAsync(command.MustHappen ? Task.FromResult(_inbox.Add(item)) : _inbox.AddAsync(item, cancellationToken), item, cancellationToken);
#pragma warning restore MA0042
    }

    private static async Task<T> AnswerAsync<T>(Task<bool> taken, WorkItem<T> item, CancellationToken cancellationToken)
    {
        if (!await taken)
            throw new DroverException("STOPPING", "The daemon is stopping; try again when it is back.");
        return await item.Answer.WaitAsync(cancellationToken);
    }

    /// <summary>Hands a report to the writer without waiting, whether there is a place or not; its answer is dropped.</summary>
    internal void Post<T>(Command<T> command, Caller caller) => _inbox.Add(new WorkItem<T>(command, caller));

    /// <summary>Has the writer work on the store in small steps between its turns, until <paramref name="step"/> says that nothing is left.</summary>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="step">One step of a few milliseconds; true when there is more to do.</param>
    internal Task RunUpkeepAsync(string name, Func<IStore, bool> step, CancellationToken cancellationToken)
    {
        var done = _upkeep.Add(name, step);
        Post(new SettleTurn(), Caller.System);
        return done.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<(KernelState State, IStoreReader Store)> TakeMomentAsync(CancellationToken cancellationToken)
    {
        var moment = new TaskCompletionSource<(KernelState, IStoreReader)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await RunUpkeepAsync("take a view", store => !moment.TrySetResult((State, store.Read())), cancellationToken);
        return await moment.Task;
    }

    /// <summary>Refuses new work and lets running jobs end for a while; clients may still ask, and fetch results.</summary>
    /// <param name="atOnce">Set to wait for nothing; the recovery rules of what runs apply at the next start.</param>
    public Task DrainAsync(CancellationToken atOnce) => _drained ??= DrainOnceAsync(atOnce);

    /// <summary>Drains, if that has not been done, then stops: what still runs, the controllers, the writer. The doors are closed before.</summary>
    /// <param name="atOnce">Set to wait for nothing.</param>
    public async Task StopAsync(CancellationToken atOnce)
    {
        await DrainAsync(atOnce);
        await _runner.AbandonAsync();
        foreach (var controller in Model.Controllers.Reverse())
            await controller.StopAsync(atOnce);
        _inbox.Close();
        Events.Close();
        Signals.Close();
        try
        {
            await _ended.Task;
        }
        finally
        {
            await _teller.EndAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_ended.Task.IsCompleted)
        {
            using var atOnce = new CancellationTokenSource();
            await atOnce.CancelAsync();
            await StopAsync(atOnce.Token);
        }
        _periodic.Dispose();
        _inbox.Dispose();
        _store.Dispose();
        _instruments.Dispose();
        _jobInstruments.Dispose();
    }

    private async Task DrainOnceAsync(CancellationToken atOnce)
    {
        _refusing = true;
        // Also for what ends while the drain gets going: its clients want the result.
        var hadWork = _runner.HasWork;
        await ExecuteAsync(new SettleTurn(), Caller.System, CancellationToken.None);
        await _periodic.StopAsync();
        var controllers = Task.WhenAll(Model.Controllers.Select(controller => controller.DrainAsync(atOnce)));
        hadWork |= _runner.HasWork;
        await _runner.DrainAsync(Model.Options.ShutdownGrace, atOnce);
        await controllers;
        // What the last operations reported is in the state before clients fetch it and the doors close.
        await ExecuteAsync(new SettleTurn(), Caller.System, CancellationToken.None);
        if (hadWork && !atOnce.IsCancellationRequested)
            await Task.Delay(Model.Options.ShutdownLinger, Clock, atOnce).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private SubmitRefusedException? Admission(Command command)
    {
        if (_refusing)
            return new SubmitRefusedException("QUEUE_STOPPING", "The daemon is stopping and takes no new jobs; submit again when it is back.");
        return _store.Health == StoreHealth.LowSpace && !command.IsTakenInNeed(Model)
            ? new SubmitRefusedException("STORE_LOW_SPACE",
                "The disk below the state directory is nearly full, so no new jobs are taken; free some space. Running jobs go on, and a group that runs can be told to stop.")
            : null;
    }

    private JobStatus? DepartedStatus(long id)
    {
        using var reader = _store.Read();
        return reader.Job(id) is { Phase: not JobPhase.Unfinished } stored ? RowProjection.DecodeIndex(id, stored.Index.Span).Status : null;
    }
}
