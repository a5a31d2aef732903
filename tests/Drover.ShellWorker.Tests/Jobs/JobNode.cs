using Drover.Agent.TestJobs;
using Drover.Kernel.Logs;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Nodes.Facts;
using Drover.Nodes.Presence;
using Drover.Nodes.Services;
using Drover.Nodes.TestJobs;
using Drover.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker.Tests.Jobs;

/// <summary>A machine that runs test jobs with real processes, in a directory of its own, behind a connection that the test cuts.</summary>
internal sealed class JobNode : INode, INodeTestJobs, ILogs, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TestJobOptions _options;
    private readonly ILoggerFactory _logging;
    private readonly PlainLogs _files;
    private readonly LocalLogs _logs;
    private TestJobMachine _machine;
    private TaskCompletionSource _here = NewSignal();
    private TaskCompletionSource _lost = NewSignal();
    private CancellationTokenSource _cut = new();

    public JobNode(string name, TestJobOptions options, ILoggerFactory logging)
    {
        (Name, _options, _logging) = (name, options, logging);
        _files = new PlainLogs(() => [], options.FindOutput, TimeProvider.System);
        _logs = new LocalLogs([_files], TimeProvider.System);
        _machine = new TestJobMachine(options, TimeProvider.System, logging);
    }

    public string Name { get; }

    public NodePresence Presence { get; private set; } = new(false, 0, "it has not come yet");

    public INodeTestJobs TestJobs => this;

    public ILogs Logs => this;

    public INodeFacts Facts => throw new NotSupportedException("Nobody asks.");

    public INodeServices Services => throw new NotSupportedException("Nobody asks.");

    public INodeCommands Commands => throw new NotSupportedException("Nobody asks.");

    /// <summary>Definitions that were started.</summary>
    public List<StepKey> Started { get; } = [];

    /// <summary>Whether the next answer to a start is lost with the connection, once the definition was started.</summary>
    public bool LosesStart { get; set; }

    /// <summary>What it says is its boot; null for the true one.</summary>
    public string? Boot { get; set; }

    public Task Lost => _lost.Task;

    public void Connect()
    {
        lock (_gate)
        {
            (_cut, _lost, Presence) = (new CancellationTokenSource(), NewSignal(), new NodePresence(true, 1));
            _here.TrySetResult();
        }
    }

    public void Cut()
    {
        lock (_gate)
        {
            Presence = new NodePresence(false, 2, "the test has cut it");
            // Who waits already waits for the next time.
            if (_here.Task.IsCompleted)
                _here = NewSignal();
            _lost.TrySetResult();
            _cut.Cancel();
        }
    }

    /// <summary>Its agent ends, and another one begins over what it has left.</summary>
    public async Task RestartAsync()
    {
        Cut();
        await _machine.DisposeAsync();
        _machine = new TestJobMachine(_options, TimeProvider.System, _logging);
        Connect();
    }

    public async Task<TestJobsFound> OpenAsync(long term, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Here().WaitAsync(cancellationToken);
            try
            {
                var found = await ReachAsync((machine, token) => machine.OpenAsync(term, token), cancellationToken);
                return Boot is { } boot ? found with { Boot = boot } : found;
            }
            catch (DroverException e) when (e.Code == "NODE_AWAY")
            {
                // It is waited for again.
            }
        }
    }

    public Task<string?> PrepareAsync(long term, long job, CancellationToken cancellationToken) => ReachAsync((machine, token) => machine.PrepareAsync(term, job, token), cancellationToken);

    public Task<string?> StartAsync(long term, StepKey key, StepSpec spec, CancellationToken cancellationToken) => ReachAsync(async (machine, token) =>
    {
        var refusal = await machine.StartAsync(term, key, spec, token);
        Started.Add(key);
        if (!LosesStart)
            return refusal;
        LosesStart = false;
        Cut();
        throw Away();
    }, cancellationToken);

    public Task<StepState> LookAsync(StepKey key, TimeSpan patience, CancellationToken cancellationToken) => ReachAsync((machine, token) => machine.LookAsync(key, patience, token), cancellationToken);

    public Task<string?> EndTreeAsync(long term, StepKey key, TimeSpan grace, CancellationToken cancellationToken) =>
        ReachAsync((machine, token) => machine.EndTreeAsync(term, key, grace, token), cancellationToken);

    public Task ForgetAsync(long term, StepKey key, CancellationToken cancellationToken) => ReachAsync(async (machine, token) =>
    {
        await machine.ForgetAsync(term, key, token);
        return true;
    }, cancellationToken);

    public Task<bool> CloseAsync(long term, long job, CancellationToken cancellationToken) => ReachAsync((machine, token) => machine.CloseAsync(term, job, token), cancellationToken);

    public Task<IReadOnlyList<long>> CleanAsync(long term, TimeSpan unused, IReadOnlyCollection<long> keep, CancellationToken cancellationToken) =>
        ReachAsync((machine, token) => machine.CleanAsync(term, unused, keep, token), cancellationToken);

    public Task<IReadOnlyList<LogStat>> ListAsync(CancellationToken cancellationToken) => _logs.ListAsync(cancellationToken);

    public Task<ILog?> OpenAsync(string name, CancellationToken cancellationToken) => ReachAsync((_, token) => _logs.OpenAsync(name, token), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _machine.DisposeAsync();
        _files.Dispose();
    }

    private Task Here()
    {
        lock (_gate)
            return _here.Task;
    }

    private async Task<T> ReachAsync<T>(Func<TestJobMachine, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var token = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token, cancellationToken);
        try
        {
            token.Token.ThrowIfCancellationRequested();
            return await ask(_machine, token.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Away();
        }
    }

    private static DroverException Away() => new("NODE_AWAY", "The test has cut it.");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
