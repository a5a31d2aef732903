using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Drover.Agent;
using Drover.Agent.Leases;
using Drover.Nodes.Leases;
using Drover.Nodes.Reports;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Telling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Services.Supervision;

/// <summary>Runs the groups of its node: one loop takes what happens, asks <see cref="GroupMachine"/> what is to be done, and has the
/// process agent do it. It keeps its own records below the run directory and needs no master; the master orders, and hears by reports.
/// Processes do not depend on it; the next supervisor adopts them.</summary>
public sealed partial class Supervisor : INodeServices, IDisposable
{
    /// <summary>Reports that are kept for a master that does not read, before old states of groups, log lines and ends of processes are left out.</summary>
    private const int MostReports = 1_000;

    private static readonly IReadOnlyDictionary<string, TreeFigures> s_noFigures = new Dictionary<string, TreeFigures>(StringComparer.Ordinal);

    // Bounded by who writes to it: commands wait for their answers, each entry has one timer and one watch, and reports of the agent come in turn.
    private readonly Channel<Action> _inbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, SupervisedGroup> _groups = new(StringComparer.Ordinal);
    private readonly ReportQueue<ServiceReport> _reports = new(report => report.Number, MostReports);
    private readonly EndedProcesses _ended;
    private readonly AnsweredOrders _answered = new();
    private readonly ServicesOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ILogger _clusterLog;
    private readonly Func<IProcessAgent> _openAgent;
    private readonly ICltabFiles _files;
    private readonly ServicesInstruments _instruments;
    private readonly EntryInstruments _entryInstruments;
    private readonly string _bootId = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
    private readonly long _began;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private IProcessAgent? _agent;
    private GroupFile? _groupFile;
    private CltabRecord? _kept;
    private Task _loop = Task.CompletedTask;
    private Task _follower = Task.CompletedTask;
    private TaskCompletionSource? _idle;
    private bool _halting;
    private volatile bool _leaveServices;

    /// <param name="options">Places and settings.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logging">Takes lines about what happens. Default: nobody does.</param>
    /// <param name="meters">Makes the meter of its instruments; null where nobody listens.</param>
    /// <param name="leases">Where it gets leases; null where there are none, and no group with failover is run.</param>
    public Supervisor(ServicesOptions options, TimeProvider clock, ILoggerFactory? logging = null, IMeterFactory? meters = null, ILeaseSource? leases = null)
        : this(
            options, clock, () => new ProcessAgent(AgentOf(options), clock, logging: logging), new LinuxCltabFiles(), logging, meters, leases,
            leases is null ? null : (Func<ILeaseGuard>)(() => new GuardProcess(options.RunDirectory, options.GuardProgram, clock)))
    {
    }

    internal Supervisor(
        ServicesOptions options, TimeProvider clock, Func<IProcessAgent> openAgent, ICltabFiles files, ILoggerFactory? logging = null, IMeterFactory? meters = null,
        ILeaseSource? leases = null, Func<ILeaseGuard>? openGuard = null)
    {
        (_leaseSource, _openGuard) = (leases, openGuard);
        _log = (logging ?? NullLoggerFactory.Instance).CreateLogger(ServiceLog.Category);
        _clusterLog = (logging ?? NullLoggerFactory.Instance).CreateLogger(ClusterCltabLog.Category);
        (_options, _clock, _openAgent, _files) = (options, clock, openAgent, files);
        _began = clock.GetTimestamp();
        _ended = new EndedProcesses(clock, ends => _reports.Add(number => new ProcessesEnded(number, ends), older => older is ProcessesEnded));
        _entryInstruments = new EntryInstruments(() => View.Processes, () => _agent?.MeasureTrees() ?? s_noFigures, clock);
        if (options.MeasureEntries && meters is not null)
            _entryInstruments.Start(meters);
        _instruments = new ServicesInstruments(meters, () => Volatile.Read(ref _published).Values.Select(group => group.State), RefusedGroups);
    }

    /// <summary>Name of its node.</summary>
    public string Node => _options.Node;

    /// <summary>Master settings of the cltab in force; they win over those of the daemon.</summary>
    public CltabSettings FileSettings => _inForce.Settings;

    /// <summary>What keeps processes together and cannot be had on this machine, and why; null if nothing is missing.</summary>
    public string? MissingProtection => _agent?.MissingProtection;

    /// <summary>Whether the end of this daemon leaves the services running.</summary>
    public bool LeavesServices => _leaveServices;

    private TimeSpan Now => _clock.GetElapsedTime(_began);

    /// <summary>Takes a report of something else of its node, which is told with its own and under the same numbers.</summary>
    /// <param name="make">Makes it with its number.</param>
    public void Report(Func<long, ServiceReport> make) => _reports.Add(make);

    public void Dispose()
    {
        _agent?.Dispose();
        _leases?.Dispose();
        _groupFile?.Dispose();
        _ended.Dispose();
        _lookAgain?.Dispose();
        EndWatches();
        _stop.Dispose();
        _beginning.Dispose();
        _instruments.Dispose();
        _entryInstruments.Dispose();
    }

    /// <summary>Runs something on the loop, once what an earlier daemon left is known, and gives its answer.</summary>
    private async Task<T> AskAsync<T>(Func<T> ask, CancellationToken cancellationToken)
    {
        await _ready.Task.WaitAsync(cancellationToken);
        return await PutAsync(ask, cancellationToken);
    }

    private Task<T> PutAsync<T>(Func<T> ask, CancellationToken cancellationToken) => PutAsync<T>(answer => Answer(answer, ask), cancellationToken);

    private Task<T> PutAsync<T>(Action<TaskCompletionSource<T>> act, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _inbox.Writer.TryWrite(() => act(answer))
            ? answer.Task.WaitAsync(cancellationToken)
            : Task.FromException<T>(new DroverException("SERVICES_STOPPED", "The supervisor of services has stopped; try again when the daemon is back."));
    }

    private static void Answer<T>(TaskCompletionSource<T> answer, Func<T> ask)
    {
        try
        {
            answer.TrySetResult(ask());
        }
        catch (Exception e)
        {
            answer.TrySetException(e);
        }
    }

    private async Task RunLoopAsync()
    {
#pragma warning disable MA0040 // It ends when the inbox is closed and empty: what was asked for is answered.
        await foreach (var act in _inbox.Reader.ReadAllAsync())
#pragma warning restore MA0040
        {
            try
            {
                act();
            }
            catch (Exception e)
            {
                // The loop must live as long as the daemon; what went wrong is told and the group stays as it is.
                ServiceLog.Broken(_log, e);
            }
        }
    }

    /// <summary>Takes events, and those that follow from them, until nothing is left to be done now. What a step comes to is on record before
    /// anything of it is done; starts that several events in a row want are made together.</summary>
    private void Take(SupervisedGroup group, params ReadOnlySpan<GroupEvent> happenings)
    {
        foreach (var happening in happenings)
            group.Pending.Enqueue(happening);
        if (group.IsBusy)
            return;
        group.IsBusy = true;
        while (group.Pending.Count > 0 || group.Starts.Count > 0)
        {
            try
            {
                if (!group.Pending.TryDequeue(out var next))
                {
                    StartAll(group);
                    continue;
                }
                var step = GroupMachine.Step(group.State, next, Now);
                group.State = step.State;
                Record(group);
                Perform(group, step.Actions);
            }
            catch (Exception e)
            {
                // One event that fails must not keep the group from hearing the next ones.
                ServiceLog.GroupBroken(_log, group.State.Name, e);
            }
        }
        group.IsBusy = false;
        Publish(group);
        Settle(group);
    }

    /// <summary>Tells who waits for the level, once it is there.</summary>
    private void Settle(SupervisedGroup group)
    {
        var state = group.State;
        if (group.Waiter is { } waiter && state.Phase is GroupPhase.Done or GroupPhase.Passed or GroupPhase.Failed
            && (state.Target == waiter.Level || state.Phase == GroupPhase.Failed))
            EndWait(group, waiter.EndAt(state));
        ReleaseAtRest(group);
        if (_idle is not null && _groups.Values.All(IsIdle))
            _idle.TrySetResult();
    }

    private static AgentOptions AgentOf(ServicesOptions options) => new()
    {
        RunDirectory = options.RunDirectory,
        NotifyDirectory = options.NotifyDirectory,
        OutputSpace = options.OutputSpace,
        OutputKeepFree = options.OutputKeepFree,
        Cgroup = options.Cgroup,
        Node = options.Node,
    };

    private static bool IsIdle(SupervisedGroup group) =>
        group.State.Phase == GroupPhase.Configured && group.State.Processes.Values.All(process => !process.TreeLives);

    /// <summary>Puts on record where a group is to be and how far it has come, and reports it.</summary>
    private void Record(SupervisedGroup group)
    {
        var (state, before) = (group.State, group.Recorded);
        var word = state.Phase.Word();
        if (before is null && state is { Phase: GroupPhase.Configured, Target: null, Level: null })
            return;
        if (before?.State != word)
            group.Since = Timestamp.From(_clock).Microseconds;
        var note = new GroupNote(state.Level, state.Target, word, state.Reason ?? group.NoLease, group.Since, group.Order)
        {
            Wanted = state.Target is null ? group.Wanted : null,
            Held = GroupNote.TextOf(state.Held),
        };
        if (note != before)
            Record(group, note);
    }

    private void Record(SupervisedGroup group, GroupNote? note)
    {
        var (name, before) = (group.State.Name, group.Recorded);
        group.Recorded = note;
        if (_groupFile?.Write(name, note) is { } problem)
            ServiceLog.NotRecorded(_log, name, problem);
        // Another order for the same level is of no interest to others.
        if (note is null || before is null || (before with { Order = note.Order }) != note)
            Report(group, note);
    }

    private void Report(SupervisedGroup group, GroupNote? note)
    {
        var key = new GroupKey(Node, group.State.Name);
        _reports.Add(
            number => new GroupChanged(number, key, note is null ? null : StatusOf(note)),
            older => older is GroupChanged changed && changed.Group == key);
    }

    private GroupStatus StatusOf(GroupNote note) => new(note.Level, note.Target, note.State, note.Reason, note.Since, _bootId) { Wanted = note.Wanted };

    private void Log(SupervisedGroup group, string text)
    {
        if (group.Waiter is { } waiter)
            _reports.Add(number => new LevelLogged(number, waiter.Command, text), older => older is LevelLogged);
    }

    private void EndWait(SupervisedGroup group, LevelEnd end)
    {
        if (group.Waiter is not { } waiter)
            return;
        group.Waiter = null;
        _answered.End(waiter.Command, end);
        _reports.Add(number => new LevelEnded(number, waiter.Command, end));
    }
}
