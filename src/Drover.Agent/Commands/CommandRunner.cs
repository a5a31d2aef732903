using Drover.Agent.Output;
using Drover.Agent.Telling;
using Drover.Agent.Watching;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Nodes.Services;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Agent.Commands;

/// <summary>Runs the commands of masters on this machine, each once. Other than services they do not outlive it: what an earlier life of it has left is ended, and told to be lost.</summary>
public sealed class CommandRunner : INodeCommands, IDisposable
{
    private const string Group = "command";
    private const int Term = 15;

    /// <summary>How long what an earlier life has left has from being asked to end until it is killed.</summary>
    private static readonly TimeSpan s_leftGrace = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<CommandKey, RunningCommand> _running = [];
    private readonly Dictionary<string, RunningCommand> _byInvocation = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _runs = [];
    private readonly CommandOptions _options;
    private readonly Action<Func<long, ServiceReport>> _report;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _logging;
    private readonly ILogger _log;
    private ProcessAgent? _agent;
    private PollThread? _poll;
    private CommandJournal _journal = null!;
    private Task _watching = Task.CompletedTask;
    private long _term;
    private bool _isStopping = true;

    /// <param name="options">Places.</param>
    /// <param name="report">Takes reports, which are made with their numbers.</param>
    /// <param name="clock">Times commands.</param>
    /// <param name="logging">Takes lines about what happens. Default: nobody does.</param>
    public CommandRunner(CommandOptions options, Action<Func<long, ServiceReport>> report, TimeProvider clock, ILoggerFactory? logging = null)
    {
        (_options, _report, _clock, _logging) = (options, report, clock, logging ?? NullLoggerFactory.Instance);
        _log = _logging.CreateLogger(AgentLog.Category);
    }

    /// <summary>Takes up its work: ends what an earlier life has left, and reports those commands as lost.</summary>
    /// <param name="term">The newest term that was heard of.</param>
    /// <param name="cancellationToken">Set to give up.</param>
    /// <exception cref="AgentException">The run directory is in use, or cannot be had.</exception>
    /// <exception cref="IOException">The state directory cannot be had.</exception>
    public async Task StartAsync(long term, CancellationToken cancellationToken)
    {
        _term = term;
        _journal = CommandJournal.Open(_options.StateDirectory);
        _poll = new PollThread();
        _agent = new ProcessAgent(new AgentOptions { RunDirectory = _options.RunDirectory, Cgroup = _options.Cgroup, Node = _options.Node }, _clock, logging: _logging);
        var left = (await _agent.AdoptAsync(cancellationToken)).Where(found => found.Outcome is AdoptionOutcome.Running or AdoptionOutcome.Exited).Select(found => found.Process!).ToList();
        _watching = WatchAsync(_agent);
        lock (_gate)
            _isStopping = false;
        Own(EndLeftAsync(_agent, [.. left.Select(process => process.Invocation)], [.. _journal.Unended]));
    }

    /// <summary>Ends all that runs, and begins no more.</summary>
    public async Task StopAsync()
    {
        Task[] runs;
        lock (_gate)
        {
            _isStopping = true;
            foreach (var running in _running.Values)
                running.End(CommandEndKind.Lost, $"{_options.Runner} was stopped while it ran");
            runs = [.. _runs];
        }
        await Task.WhenAll(runs);
        _agent?.Dispose();
        await _watching;
    }

    /// <inheritdoc/>
    public Task<NodeRefusal?> BeginAsync(NodeCommand command, CommandSpec spec, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(Refuse_NeedsLock(command) ?? Begin_NeedsLock(command.Key, spec));
    }

    /// <inheritdoc/>
    public Task<NodeRefusal?> EndAsync(NodeCommand command, CommandKey which, string reason, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Refuse_NeedsLock(command) is { } refusal)
                return Task.FromResult<NodeRefusal?>(refusal);
            _running.GetValueOrDefault(which)?.End(CommandEndKind.Cancelled, reason);
            return Task.FromResult<NodeRefusal?>(null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _agent?.Dispose();
        _poll?.Dispose();
    }

    private NodeRefusal? Refuse_NeedsLock(NodeCommand command)
    {
        if (_isStopping)
            return new NodeRefusal(NodeRefusalKind.Stopping);
        if (command.Term < _term)
            return new NodeRefusal(NodeRefusalKind.StaleTerm);
        _term = command.Term;
        return null;
    }

    private NodeRefusal? Begin_NeedsLock(CommandKey key, CommandSpec spec)
    {
        if (_running.ContainsKey(key))
            return null;
        if (_journal.Find(key, spec) is { } note)
        {
            // Without an end it is of an earlier life, and what that has left is being ended.
            if (note.End is { } end)
                _report(number => new CommandEnded(number, key, end));
            return null;
        }
        if (_options.MostAtOnce == 0)
            return new NodeRefusal(NodeRefusalKind.NoCommands, _options.MostAtOnceName);
        if (_running.Count >= _options.MostAtOnce)
            return new NodeRefusal(NodeRefusalKind.TooManyCommands, $"{_options.MostAtOnceName} {_options.MostAtOnce}");
        try
        {
            _journal.Begin(key, spec);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new NodeRefusal(NodeRefusalKind.NotStarted, $"it cannot be written below {_options.StateDirectory} that it is begun: {e.Message}");
        }
        Start_NeedsLock(key, spec);
        return null;
    }

    private void Start_NeedsLock(CommandKey key, CommandSpec spec)
    {
        OutputPipes pipes;
        RunningCommand running;
        try
        {
            pipes = OutputPipes.Open();
            running = new RunningCommand(_agent!, _poll!, pipes, spec, (isError, text) => _report(number => new CommandOutput(number, key, isError, text)), _clock);
        }
        catch (AgentException e)
        {
            End_NeedsLock(key, new CommandEnd(CommandEndKind.NotStarted, Detail: e.Message));
            return;
        }
        var outcome = _agent!.StartAll([new ProcessSpec
        {
            Key = new ProcessKey(_options.Node, Group, CommandJournal.NameOf(key)),
            Command = CommandLine.Of(spec.Words),
            Level = "",
            Mode = "once",
            LogPath = "/dev/null",
            Pipes = pipes,
            User = spec.User,
            Directory = "/",
        }])[0];
        pipes.CloseEnds();
        if (outcome.Process is not { } process)
        {
            running.StopReading();
            running.Dispose();
            End_NeedsLock(key, new CommandEnd(CommandEndKind.NotStarted, Detail: outcome.Refusal));
            return;
        }
        _running[key] = running;
        _byInvocation[process.Invocation] = running;
        Own(RunAsync(key, running, process.Invocation));
    }

    private async Task RunAsync(CommandKey key, RunningCommand running, string invocation)
    {
        try
        {
            var end = await running.RunAsync(invocation);
            lock (_gate)
            {
                _running.Remove(key);
                _byInvocation.Remove(invocation);
                End_NeedsLock(key, end);
            }
            Forget(_agent!, invocation);
        }
        finally
        {
            running.Dispose();
        }
    }

    private void End_NeedsLock(CommandKey key, CommandEnd end)
    {
        try
        {
            _journal.End(key, end);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            AgentLog.NotRecorded(_log, $"command {CommandJournal.NameOf(key)}", e.Message);
        }
        _report(number => new CommandEnded(number, key, end));
    }

    /// <summary>Hears of ends until the process agent has ended.</summary>
    private async Task WatchAsync(ProcessAgent agent)
    {
        for (var after = 0L; await agent.ReadReportsAsync(after, CancellationToken.None) is { Count: > 0 } reports; after = reports[^1].Number)
        {
            lock (_gate)
                foreach (var report in reports.Where(report => report.Kind == ProcessReportKind.Exited))
                    // Those of an earlier life are not among them.
                    _byInvocation.GetValueOrDefault(report.Invocation)?.OnExit(report.Status);
            agent.Acknowledge(reports[^1].Number);
        }
    }

    private async Task EndLeftAsync(ProcessAgent agent, IReadOnlyList<string> invocations, IReadOnlyList<CommandKey> lost)
    {
        foreach (var invocation in invocations)
            await agent.SignalTreeAsync(invocation, Term, CancellationToken.None);
        for (var since = _clock.GetTimestamp(); invocations.Count > 0 && _clock.GetElapsedTime(since) < s_leftGrace; await Task.Delay(TimeSpan.FromMilliseconds(100), _clock))
        {
            var trees = await Task.WhenAll(invocations.Select(invocation => agent.FindTreeAsync(invocation, CancellationToken.None)));
            if (trees.All(tree => tree.IsEmpty))
                break;
        }
        foreach (var invocation in invocations)
        {
            await agent.KillTreeAsync(invocation, CancellationToken.None);
            Forget(agent, invocation);
        }
        lock (_gate)
        {
            foreach (var key in lost)
                End_NeedsLock(key, new CommandEnd(CommandEndKind.Lost, Detail: $"{_options.Runner} ended while it ran"));
        }
    }

    private static void Forget(ProcessAgent agent, string invocation)
    {
        if (agent.Find(invocation) is { IsRunning: false })
            agent.Forget(invocation);
    }

    private void Own(Task run)
    {
        lock (_gate)
            _runs.Add(run);
        _ = run.ContinueWith(ended =>
        {
            lock (_gate)
                _runs.Remove(ended);
        }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
