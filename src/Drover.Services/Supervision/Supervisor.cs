using System.Collections.Immutable;
using System.Threading.Channels;
using Drover.Agent;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Operations;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Levels;
using Drover.Services.Plans;

namespace Drover.Services.Supervision;

/// <summary>Runs the groups of this node: one loop takes what happens, asks <see cref="GroupMachine"/> what is to be done, and has the
/// process agent do it. Processes do not depend on it; the next supervisor adopts them.</summary>
public sealed partial class Supervisor : IController, IDisposable
{
    private readonly Channel<Action> _inbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, SupervisedGroup> _groups = new(StringComparer.Ordinal);
    private readonly ServicesOptions _options;
    private readonly TimeProvider _clock;
    private readonly string _bootId = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
    private readonly long _began;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private ImmutableDictionary<string, GroupSnapshot> _published = ImmutableDictionary<string, GroupSnapshot>.Empty;
    private IKernel _kernel = null!;
    private ProcessAgent? _agent;
    private Task _loop = Task.CompletedTask;
    private Task _pump = Task.CompletedTask;
    private TaskCompletionSource? _idle;
    private bool _halting;
    private volatile bool _leaveServices;

    public Supervisor(ServicesOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _began = clock.GetTimestamp();
        _leaveServices = !options.StopAtExit;
    }

    /// <summary>Name of this node.</summary>
    public string Node => _options.Node;

    /// <summary>Ends once what the last daemon left is known and groups can be told levels.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Raised after a group has changed, on any thread. Handlers return at once.</summary>
    public event EventHandler? Changed;

    private TimeSpan Now => _clock.GetElapsedTime(_began);

    /// <summary>Makes the end of this daemon leave the services running, for the next one to adopt.</summary>
    public void LeaveServices() => _leaveServices = true;

    /// <summary>Brings a group to a level and waits until it is there, or has failed.</summary>
    /// <param name="group">Its name.</param>
    /// <param name="level">Any level; one that no entry has stops the group.</param>
    /// <param name="resumed">Whether this goes on with what an earlier daemon began.</param>
    /// <param name="log">Takes what happens on the way.</param>
    /// <exception cref="OperationException">There is no such group, or its definition is refused.</exception>
    public async Task<GroupEnd> TellAsync(string group, string level, bool resumed, Action<string> log, CancellationToken cancellationToken)
    {
        var waiter = await AskAsync(() =>
        {
            ReadFile(apply: false);
            var known = Known(group);
            if (_halting)
                throw new OperationException("OpPrereqError", "The daemon is stopping, and its services with it; try again when it is back", "temp_unavail");
            known.Waiter?.End.TrySetResult(new GroupEnd("SUPERSEDED", $"the group was told level '{level}' meanwhile"));
            var mine = known.Waiter = new LevelWaiter(level, log);
            if (!resumed || known.State.Target != level)
                Take(known, new GroupEvent.Tell(level));
            else
                Settle(known);
            return mine;
        }, cancellationToken);
        return await waiter.End.Task.WaitAsync(cancellationToken);
    }

    /// <summary>A group by name, as it is after a look at the file; null when there is none.</summary>
    public async Task<GroupRow?> FindAsync(string group, CancellationToken cancellationToken)
    {
        var isLeaving = await AskAsync(() =>
        {
            ReadFile(apply: false);
            return _groups.TryGetValue(group, out var known) && known.State.IsRemoved;
        }, cancellationToken);
        return isLeaving ? null : View.Groups.FirstOrDefault(row => row.Name == group);
    }

    /// <summary>Master settings of the cltab in force; they win over those of the daemon.</summary>
    public CltabSettings FileSettings => _inForce.Settings;

    /// <summary>Whether the end of this daemon leaves the services running.</summary>
    public bool LeavesServices => _leaveServices;

    /// <summary>Gives up a change of level: processes stay as they are, the group is FAILED with the reason.</summary>
    public Task CancelAsync(string group, string reason, CancellationToken cancellationToken) => AskAsync(() =>
    {
        if (_groups.TryGetValue(group, out var known))
            Take(known, new GroupEvent.Cancel(reason));
        return true;
    }, cancellationToken);

    /// <summary>Forgets quick deaths and starts what pauses.</summary>
    /// <exception cref="OperationException">There is no such group, or no such entry in it.</exception>
    public Task ClearBackoffAsync(string group, string? tag, CancellationToken cancellationToken) => AskAsync(() =>
    {
        var known = Known(group);
        if (tag is not null && !known.State.Processes.ContainsKey(tag))
            throw new OperationException("OpPrereqError", $"The group {group} has no entry {tag}", "unknown_entity");
        Take(known, new GroupEvent.ClearBackoff(tag));
        return true;
    }, cancellationToken);

    /// <summary>What a tell would do, in order, as text.</summary>
    /// <exception cref="OperationException">There is no such group.</exception>
    public Task<string> PlanAsync(string group, string level, CancellationToken cancellationToken) => AskAsync(() =>
    {
        ReadFile(apply: false);
        var state = Known(group).State;
        return CltabPlan.Make(state, state.Offered ?? state.Definition, level).ToText();
    }, cancellationToken);

    public void Dispose()
    {
        _agent?.Dispose();
        _stop.Dispose();
    }

    private SupervisedGroup Known(string name)
    {
        if (_groups.TryGetValue(name, out var group) && !group.State.IsRemoved)
            return group;
        if (_inForce.Find(name) is { IsRefused: true } refused)
            throw new OperationException("OpPrereqError",
                $"The group '{name}' has errors in the cltab and was never good: {refused.Errors[0].Describe(_options.CltabPath ?? "cltab")}", "wrong_input");
        throw new OperationException("OpPrereqError", $"Service group '{name}' not found; 'drover get groups' lists them", "unknown_entity");
    }

    /// <summary>Runs something on the loop and gives its answer.</summary>
    private Task<T> AskAsync<T>(Func<T> ask, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = _inbox.Writer.TryWrite(() =>
        {
            try
            {
                answer.TrySetResult(ask());
            }
            catch (Exception e)
            {
                answer.TrySetException(e);
            }
        });
        return taken
            ? answer.Task.WaitAsync(cancellationToken)
            : Task.FromException<T>(new DroverException("SERVICES_STOPPED", "The supervisor of services has stopped; try again when the daemon is back."));
    }

    private async Task RunLoopAsync()
    {
        await foreach (var act in _inbox.Reader.ReadAllAsync())
        {
            try
            {
                act();
            }
            catch (Exception e)
            {
                // The loop must live as long as the daemon; what went wrong is told and the group stays as it is.
                _options.Remark($"A supervised group met an error: {e.Message}");
            }
        }
    }

    /// <summary>Takes an event, and those that follow from it, until nothing is left to be done now.</summary>
    private void Take(SupervisedGroup group, GroupEvent happening)
    {
        group.Pending.Enqueue(happening);
        if (group.Pending.Count > 1)
            return;
        while (group.Pending.TryPeek(out var next))
        {
            try
            {
                var step = GroupMachine.Step(group.State, next, Now);
                group.State = step.State;
                Perform(group, step.Actions);
            }
            catch (Exception e)
            {
                // One event that fails must not keep the group from hearing the next ones.
                _options.Remark($"The group {group.State.Name} met an error: {e.Message}");
            }
            group.Pending.Dequeue();
        }
        Publish(group);
        Settle(group);
    }

    /// <summary>Answers the job that waits for the level, once it is there.</summary>
    private void Settle(SupervisedGroup group)
    {
        var state = group.State;
        if (group.Waiter is { } waiter && state.Phase is GroupPhase.Done or GroupPhase.Passed or GroupPhase.Failed
            && (state.Target == waiter.Level || state.Phase == GroupPhase.Failed))
        {
            group.Waiter = null;
            var failed = state.Phase == GroupPhase.Failed;
            waiter.End.TrySetResult(new GroupEnd(GroupView.Word(state), failed ? state.Reason ?? "a test failed" : null));
        }
        if (_idle is not null && _groups.Values.All(IsIdle))
            _idle.TrySetResult();
    }

    private static bool IsIdle(SupervisedGroup group) =>
        group.State.Phase == GroupPhase.Configured && group.State.Processes.Values.All(process => !process.TreeLives);

    private void Publish(SupervisedGroup group)
    {
        _published = _groups.ContainsKey(group.State.Name)
            ? _published.SetItem(group.State.Name, new GroupSnapshot(group.State, group.Since, group.Errors,
                group.Runs.ToImmutableDictionary(r => r.Key, r => (r.Value.Invocation, r.Value.LogPath), StringComparer.Ordinal)))
            : _published.Remove(group.State.Name);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private string KeyOf(SupervisedGroup group) => new GroupKey(Node, group.State.Name).ToString();

    private void Record(SupervisedGroup group, GroupPhase phase, string? level, string? reason)
    {
        var now = Timestamp.From(_clock);
        group.Since = now.Microseconds;
        Track(_kernel.ExecuteAsync(new RecordGroup(KeyOf(group), new ServiceGroupRecord
        {
            Node = Node,
            Group = group.State.Name,
            Level = level,
            Target = group.State.Target,
            State = phase.Word(),
            Reason = reason,
            BootId = _bootId,
            Since = now.Microseconds,
        }), Caller.System, CancellationToken.None));
    }
}
