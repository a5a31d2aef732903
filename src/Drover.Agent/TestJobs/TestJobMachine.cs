using System.Collections.Concurrent;
using System.Globalization;
using Drover.Nodes.Services;
using Drover.Nodes.TestJobs;
using Microsoft.Extensions.Logging;

namespace Drover.Agent.TestJobs;

/// <summary>Test jobs on this machine: work directories, and the processes of definitions. Nothing is touched before it is opened, and processes go on when it is disposed.</summary>
/// <param name="options">Places, and as whom steps run.</param>
/// <param name="clock">Times them.</param>
/// <param name="logging">Takes lines about processes.</param>
public sealed class TestJobMachine(TestJobOptions options, TimeProvider clock, ILoggerFactory logging) : INodeTestJobs, IAsyncDisposable
{
    private const int Term = 15;
    private const string CleaningGroup = "test-job-cleaning";
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _leaving = new();
    private readonly ConcurrentDictionary<StepKey, (string Invocation, TaskCompletionSource<ExitStatus> End)> _steps = new();
    private readonly TestJobPlaces _places = new(options, clock);
    private Task<ProcessAgent>? _opening;
    private Task _watching = Task.CompletedTask;
    private long _term;

    /// <summary>This machine is never lost to its own programs.</summary>
    public Task Lost { get; } = new TaskCompletionSource().Task;

    /// <inheritdoc/>
    public async Task<TestJobsFound> OpenAsync(long term, CancellationToken cancellationToken) => await InTurnAsync(term, agent => new TestJobsFound(
        File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(), agent.SinceBoot, options.User ?? Environment.UserName, [.. _places.Jobs], [.. _steps.Keys]), cancellationToken);

    /// <inheritdoc/>
    public Task<string?> PrepareAsync(long term, long job, CancellationToken cancellationToken) => InTurnAsync<string?>(term, _ =>
    {
        try
        {
            _places.Make(job);
            return null;
        }
        catch (Exception e) when (e is AgentException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> StartAsync(long term, StepKey key, StepSpec spec, CancellationToken cancellationToken) =>
        InTurnAsync(term, agent => _steps.ContainsKey(key) ? null : Start(agent, key, spec), cancellationToken);

    /// <inheritdoc/>
    public async Task<StepState> LookAsync(StepKey key, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (await InTurnAsync(null, _ => _steps.GetValueOrDefault(key).End?.Task, cancellationToken) is not { } end)
            return StepState.None;
        if (!end.IsCompleted && patience > TimeSpan.Zero)
            await ((Task)end).WaitAsync(patience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return end.IsCompleted && await end is var status ? new StepState(true, new StepEnd(status.Code, status.Signal, status.OutOfMemory)) : StepState.Running;
    }

    /// <inheritdoc/>
    public async Task<string?> EndTreeAsync(long term, StepKey key, TimeSpan grace, CancellationToken cancellationToken)
    {
        // One that is being started meanwhile is there behind this.
        var (agent, step) = await InTurnAsync(term, agent => (agent, _steps.GetValueOrDefault(key)), cancellationToken);
        if (step.Invocation is null)
            return null;
        if (grace > TimeSpan.Zero)
        {
            await agent.SignalTreeAsync(step.Invocation, Term, cancellationToken);
            for (var since = clock.GetTimestamp(); clock.GetElapsedTime(since) < grace;)
            {
                var hasEnded = step.End.Task.IsCompleted;
                if (hasEnded && (await agent.FindTreeAsync(step.Invocation, cancellationToken)).IsEmpty)
                    return null;
                var look = Task.Delay(s_look, clock, cancellationToken);
                await (hasEnded ? look : Task.WhenAny(look, step.End.Task));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        return await agent.KillTreeAsync(step.Invocation, cancellationToken) is { IsEmpty: false } remains ? remains.ToString() : null;
    }

    /// <inheritdoc/>
    public Task ForgetAsync(long term, StepKey key, CancellationToken cancellationToken) => InTurnAsync(term, agent => Forget(agent, key), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> CloseAsync(long term, long job, CancellationToken cancellationToken)
    {
        var (agent, steps) = await InTurnAsync(term, agent => (agent, _steps.Where(step => step.Key.Job == job).ToList()), cancellationToken);
        foreach (var (_, step) in steps)
            await agent.KillTreeAsync(step.Invocation, cancellationToken);
        return await InTurnAsync(term, _ =>
        {
            foreach (var (key, _) in steps)
                Forget(agent, key);
            _places.Close(job);
            return steps.Count > 0;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> CleanAsync(long term, TimeSpan unused, IReadOnlyCollection<long> keep, CancellationToken cancellationToken) => await InTurnAsync(term, agent =>
    {
        var last = clock.GetUtcNow().UtcDateTime - unused;
        var old = _places.WorkDirectories.Where(found => found.Touched < last && !keep.Contains(found.Job) && !_steps.Keys.Any(step => step.Job == found.Job)).Select(found => found.Job).ToList();
        foreach (var job in old)
            Remove(agent, job);
        return old;
    }, cancellationToken);

    /// <summary>Ends all steps at once: the machine takes no test jobs any more.</summary>
    public async Task EndAllAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(options.StateDirectory))
            return;
        var agent = await AgentAsync();
        await Task.WhenAll(_steps.Values.Select(step => agent.KillTreeAsync(step.Invocation, cancellationToken)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        Task<ProcessAgent>? opening;
        lock (_gate)
            opening = _opening;
        if (opening is not null)
        {
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _watching;
            if (opening.IsCompletedSuccessfully)
                (await opening).Dispose();
        }
        _leaving.Dispose();
        _turn.Dispose();
    }

    /// <summary>What changes processes or directories does so one after the other, in the order in which it was asked for: what somebody asked for who was lost is done before what is asked for behind him.</summary>
    private async Task<T> InTurnAsync<T>(long? term, Func<ProcessAgent, T> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (term < _term)
                throw new DroverException("STALE_TERM", $"A master of term {_term} was heard: the one of term {term} leads no more, and runs no test jobs here.");
            _term = term ?? _term;
            return act(await AgentAsync());
        }
        finally
        {
            _turn.Release();
        }
    }

    private Task<ProcessAgent> AgentAsync()
    {
        lock (_gate)
            return _opening is null or { IsFaulted: true } ? _opening = OpenAgentAsync() : _opening;
    }

    private async Task<ProcessAgent> OpenAgentAsync()
    {
        // Nothing of it under the lock.
        await Task.Yield();
        _places.Open();
        // The front of this output is never cut away: a job that writes too much is ended instead.
        var agent = new ProcessAgent(
            new AgentOptions { RunDirectory = options.RunDirectory, Cgroup = options.Cgroup, Node = options.Node, OutputSpace = long.MaxValue, OutputKeepFree = 0 }, clock, logging: logging);
        try
        {
            await AdoptAsync(agent);
        }
        catch
        {
            agent.Dispose();
            throw;
        }
        _watching = WatchAsync(agent);
        return agent;
    }

    /// <summary>Finds the processes of an earlier life of this program.</summary>
    private async Task AdoptAsync(ProcessAgent agent)
    {
        foreach (var found in await agent.AdoptAsync(_leaving.Token))
        {
            if (found.Process is not { } process || found.Outcome is not (AdoptionOutcome.Running or AdoptionOutcome.Exited))
                continue;
            if (StepTags.Read(process.Key) is not { } key)
            {
                if (found.Outcome == AdoptionOutcome.Exited)
                    agent.Forget(process.Invocation);
                continue;
            }
            var end = NewEnd();
            _steps[key] = (process.Invocation, end);
            if (found.Outcome == AdoptionOutcome.Exited)
                end.TrySetResult(found.Status);
        }
    }

    /// <summary>Hears of ends until this program ends; the processes go on.</summary>
    private async Task WatchAsync(ProcessAgent agent)
    {
        try
        {
            for (var after = 0L; await agent.ReadReportsAsync(after, _leaving.Token) is { Count: > 0 } reports; after = reports[^1].Number)
            {
                foreach (var report in reports.Where(report => report.Kind == ProcessReportKind.Exited))
                {
                    if (StepTags.Read(report.Key) is { } key && _steps.TryGetValue(key, out var step) && step.Invocation == report.Invocation)
                        step.End.TrySetResult(report.Status);
                    else if (report.Key.Group == CleaningGroup)
                        agent.Forget(report.Invocation);
                }
                agent.Acknowledge(reports[^1].Number);
            }
        }
        catch (OperationCanceledException)
        {
            // As it should be.
        }
    }

    private bool Forget(ProcessAgent agent, StepKey key)
    {
        if (!_steps.TryRemove(key, out var step))
            return false;
        if (agent.Find(step.Invocation) is { IsRunning: false })
            agent.Forget(step.Invocation);
        return true;
    }

    private string? Start(ProcessAgent agent, StepKey key, StepSpec spec)
    {
        var directory = _places.WorkOf(key.Job);
        var (steps, frame, output) = (Path.Combine(directory, $"{spec.Name}.steps"), Path.Combine(directory, $"{spec.Name}.sh"), TestJobPlaces.OutputOf(options, key));
        try
        {
            _places.Write(steps, StepScript.Steps(spec));
            _places.Write(frame, StepScript.Frame(spec, key.Job, steps));
            File.Delete(output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AgentException)
        {
            return e.Message;
        }
        var outcome = agent.StartAll([new ProcessSpec
        {
            Key = StepTags.KeyOf(options.Node, key),
            Command = CommandLine.Of("/bin/sh", "-c", StepScript.Entrance, "shell-worker", directory, frame),
            Level = "",
            Mode = "wait",
            LogPath = output,
            LogLimit = long.MaxValue,
            User = options.User,
            Directory = Path.Combine(directory, "work"),
            Limits = new Dictionary<string, string>(StringComparer.Ordinal) { ["fsize"] = spec.Limits.FileSize.ToString(CultureInfo.InvariantCulture), ["core"] = "0" },
            TreeLimits = new TreeLimits { Processes = spec.Limits.Processes, Memory = spec.Limits.Memory > 0 ? spec.Limits.Memory : null },
            KeepStatus = true,
        }])[0];
        if (outcome.Process is not { } process)
            return outcome.Refusal;
        // It may have ended already, and that may have been reported to nobody.
        var end = _steps.GetOrAdd(key, _ => (process.Invocation, NewEnd())).End;
        if (agent.Find(process.Invocation)?.Exit is { } exit)
            end.TrySetResult(exit);
        return null;
    }

    /// <summary>Removes the work directory of a job. By a program that follows no links, whatever others do there meanwhile.</summary>
    private void Remove(ProcessAgent agent, long job) => agent.StartAll([new ProcessSpec
    {
        Key = new ProcessKey(options.Node, CleaningGroup, job.ToString(CultureInfo.InvariantCulture)),
        Command = CommandLine.Of("rm", "-rf", "--", _places.WorkOf(job)),
        Level = "",
        Mode = "wait",
        LogPath = Path.Combine(options.StateDirectory, "cleaning.output"),
    }]);

    private static TaskCompletionSource<ExitStatus> NewEnd() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
