using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Kernel.Tests.Chaos;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>A kernel that comes to rest after each line of a story: what was started has come to the gate, what was told to stop has stopped,
/// and each report is recorded. Its commits fail when the story says so.</summary>
internal sealed class ScenarioKernel : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly HashSet<long> _deaf = [];
    private TaskCompletionSource _refused = NewSignal();
    private TestKernel _kernel = null!;
    private Task? _stopping;
    private volatile int _commitsLeft = int.MaxValue;

    private ScenarioKernel() { }

    public TestKernel Inner => _kernel;

    public KernelHost Host => _kernel.Host;

    public KernelState State => _kernel.Host.State;

    /// <summary>Whether a report may wait for a commit, or the daemon for its end, so that nothing can be settled.</summary>
    public bool IsUnsettled => _stopping is not null || _commitsLeft != int.MaxValue;

    public static async Task<ScenarioKernel> StartAsync()
    {
        var kernel = new ScenarioKernel();
        kernel._kernel = await TestKernel.StartAsync(
            store: inner => new FailingStore(inner, kernel.Refuses), beforeStop: () => kernel._commitsLeft = int.MaxValue);
        return kernel;
    }

    /// <summary>The operation of this job does not heed a request to stop.</summary>
    public void AddDeaf(long job) => _deaf.Add(job);

    /// <summary>Lets so many commits succeed; those after them fail.</summary>
    public void FailCommitsAfter(int commits) => _commitsLeft = commits;

    public async Task SucceedAsync()
    {
        _commitsLeft = int.MaxValue;
        await SettleAsync();
    }

    /// <summary>Kill -9, and a start on what is on the disk.</summary>
    public Task CrashAsync() => _kernel.CrashAndRestartAsync();

    /// <summary>Begins a stop while something runs, and waits until it waits for that.</summary>
    public async Task StopAsync()
    {
        _stopping = Host.StopAsync(TestContext.Current.CancellationToken);
        await _kernel.Clock.WaitForSingleTimerAsync(Host.Model.Options.ShutdownGrace, TestContext.Current.CancellationToken).WaitAsync(s_patience);
    }

    /// <summary>Waits until a stop is through, and starts on the same files.</summary>
    public async Task StartAgainAsync()
    {
        await _kernel.LingerAsync(_stopping!).WaitAsync(s_patience);
        _stopping = null;
        await _kernel.StartAgainAsync();
    }

    /// <summary>Lets what runs for a job return, and waits until that is recorded, or could not be.</summary>
    public async Task ReturnAsync(long job, string? error)
    {
        var (place, refused) = (PlaceOf(job), Volatile.Read(ref _refused).Task);
        _kernel.Gate.Open(job, error);
        if (_commitsLeft == 0)
            await refused.WaitAsync(s_patience);
        else if (place is not null)
            await UntilAsync(() => PlaceOf(job) != place);
    }

    /// <summary>Waits until nothing more happens by itself.</summary>
    public async Task SettleAsync()
    {
        if (IsUnsettled)
            return;
        long seen;
        do
        {
            seen = State.Sequence;
            await UntilAsync(IsAtRest);
            await _kernel.ExecuteAsync(new SettleTurn());
        }
        while (State.Sequence != seen);
    }

    public ValueTask DisposeAsync() => _kernel.DisposeAsync();

    private bool IsAtRest()
    {
        var state = State;
        foreach (var (id, entry) in state.Jobs)
        {
            if (state.Locks.IsAbandoned(id) && !_deaf.Contains(id))
                return false;
            if (entry is not Job job)
                continue;
            var prepares = state.Queue.Preparing.Contains(id);
            if (!prepares && job.Status != JobStatus.Running)
                continue;
            var isToldToStop = prepares ? job.Status == JobStatus.Canceling : job.CancelRequested is not null && IsInterruptible(job);
            if (isToldToStop && !_deaf.Contains(id) || !_kernel.Gate.HasEntered(id))
                return false;
        }
        return true;
    }

    private bool IsInterruptible(Job job) => Host.Model.Operation(job.Ops[job.Current].OpId)!.Interruptible;

    /// <summary>Where the operation of a job is; null when nothing of it runs that anybody waits for.</summary>
    private string? PlaceOf(long id) =>
        State.Locks.IsAbandoned(id) ? "abandoned"
        : State.Unfinished(id) is not { } job ? null
        : State.Queue.Preparing.Contains(id) ? $"{job.Current} prepares"
        : job.Status == JobStatus.Running ? $"{job.Current} runs"
        : null;

    /// <summary>Waits, woken by what is recorded and by operations that come to the gate.</summary>
    private async Task UntilAsync(Func<bool> holds)
    {
        using var events = Host.Events.Subscribe();
        var next = events.Records.ReadAsync().AsTask();
        while (true)
        {
            var entry = _kernel.Gate.NextEntry;
            if (holds())
                return;
            if (await Task.WhenAny(entry, next).WaitAsync(s_patience) != next)
                continue;
            await next;
            next = events.Records.ReadAsync().AsTask();
        }
    }

    private bool Refuses()
    {
        if (_commitsLeft == int.MaxValue)
            return false;
        if (_commitsLeft > 0)
        {
            _commitsLeft--;
            return false;
        }
        Interlocked.Exchange(ref _refused, NewSignal()).TrySetResult();
        return true;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
