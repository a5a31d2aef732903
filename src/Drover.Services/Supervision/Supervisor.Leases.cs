using Drover.Agent;
using Drover.Agent.Leases;
using Drover.Nodes;
using Drover.Nodes.Leases;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Leases;
using Drover.Services.Levels;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>Groups that are to be on one node of several: nothing of one is started without a good lease, whatever asks for it, and one without is stopped.</summary>
public sealed partial class Supervisor
{
    private const string NoLevel = WatchedChange.NoLevel;
    private const string NoLeaseHere = "this node holds no lease of it: the master places it";
    private const string LeaseEnded = "the time of its lease is over";

    private readonly ILeaseSource? _leaseSource;
    private readonly Func<ILeaseGuard>? _openGuard;
    private LeaseKeeper? _leases;

    /// <summary>Why this node gets no group with failover; null if it may get some, or nothing is known.</summary>
    public string? LeaseProblem => _leases?.Problem is { } problem ? $"this node gets no group with failover: {problem}" : null;

    private async Task OpenLeasesAsync(CancellationToken cancellationToken)
    {
        if (_leaseSource is null || _openGuard is null)
            return;
        _leases = new LeaseKeeper(
            _leaseSource, _openGuard(), _options.RunDirectory, _clock, () => _agent!.SinceBoot, (group, reason) => _inbox.Writer.TryWrite(() => OnLeaseOver(group, reason)), _clusterLog);
        await _leases.OpenAsync(cancellationToken);
    }

    private void KeepLeases()
    {
        if (_leases is { } leases)
            Track(leases.RunAsync(_stop.Token));
    }

    /// <summary>An order may be here before the lease that it names: then that is asked for first.</summary>
    private async Task AskForLeaseAsync(NodeCommand command, string group, CancellationToken cancellationToken)
    {
        await _ready.Task.WaitAsync(cancellationToken);
        if (command.Lease != 0 && _leases is { } leases && !leases.Holds(group, command.Lease))
            await leases.AskAsync(cancellationToken);
    }

    /// <summary>Whether an order for a group may start something: its lease is held, or it needs none.</summary>
    private bool HasLease(SupervisedGroup group, NodeCommand command) =>
        !NeedsLease(group.State.Name, group.State.Definition) || _leases?.Holds(group.State.Name, command.Lease) == true;

    private bool MayRun(SupervisedGroup group) => MayRun(group.State.Name, group.State.Definition);

    private bool MayRun(string group, CltabGroup definition) => !NeedsLease(group, definition) || IsLeased(group);

    private bool IsLeased(string group) => _leases?.IsGood(group) == true;

    /// <summary>By what is in force. Of a group that is not there any more, or cannot be read, it is enough that there was a lease.</summary>
    private bool NeedsLease(string group, CltabGroup definition) =>
        _inForce.Find(group)?.Definition is { } written ? written.Options.Failover is not null : definition.Options.Failover is not null || _leases?.Knows(group) == true;

    private bool LosesLease(GroupInForce group) => group.Definition!.Options.Failover is not null && !IsLeased(group.Name)
        && _groups.TryGetValue(group.Name, out var known) && known.State.Target is not null;

    /// <summary>Whether a level has something to be started.</summary>
    private bool StartsSomething(SupervisedGroup group, string level) =>
        (_inForce.Find(group.State.Name)?.Definition ?? group.State.Definition).Entries.Any(entry => entry.RunsIn(level)) && level != NoLevel;

    private Func<string?>? ObjectionTo(string group) => !_groups.TryGetValue(group, out var known) || !NeedsLease(group, known.State.Definition) ? null
        : () => IsLeased(group) ? null : LeaseEnded;

    /// <summary>What stops a group may be run until its lease has ended.</summary>
    private Func<string?>? ObjectionToStop(string group) => !_groups.TryGetValue(group, out var known) || !NeedsLease(group, known.State.Definition) ? null
        : () => _leases?.HasEnded(group) == false ? null : LeaseEnded;

    private void OnLeaseOver(string name, string reason)
    {
        if (_halting)
            return;
        if (!_groups.TryGetValue(name, out var group))
            _leases?.Release(name);
        else if (!MayRun(group))
            StopFor(group, reason);
        else
            ReleaseAtRest(group);
    }

    /// <summary>Stops all that runs and may not.</summary>
    private void StopUnleased()
    {
        foreach (var group in _groups.Values.Where(group => !group.State.IsRemoved && group.State.Target is not (null or NoLevel) && !MayRun(group)).ToList())
            StopFor(group, NoLeaseHere);
    }

    /// <summary>Stops a group by its ladder for want of a lease, and leaves it off.</summary>
    private void StopFor(SupervisedGroup group, string reason)
    {
        group.NoLease ??= reason;
        EndWait(group, new LevelEnd(LevelEndKind.Failed, GroupPhase.Failed.Word(), reason));
        (group.Order, group.Wanted) = (null, null);
        if (group.State.IsRemoved || (group.State.Target == NoLevel && group.State.Reason is null))
        {
            Record(group);
            Publish(group);
            ReleaseAtRest(group);
            return;
        }
        Take(group, new GroupEvent.Tell(NoLevel));
    }

    /// <summary>A lease that is over is kept until nothing of its group lives.</summary>
    private void ReleaseAtRest(SupervisedGroup group)
    {
        if (_leases?.Knows(group.State.Name) == true && !IsLeased(group.State.Name) && group.State.Processes.Values.All(process => !process.TreeLives))
            _leases.Release(group.State.Name);
    }

    /// <summary>The reason that stays with a group over a restart of its agent.</summary>
    private static string? ReasonAfter(GroupNote? note, bool lacksLease) =>
        note is { Target: NoLevel, Reason: { } reason } && note.State != GroupPhase.Failed.Word() ? reason : lacksLease ? NoLeaseHere : null;

    /// <summary>Says so when a process was killed at the end of its lease, and not by this daemon.</summary>
    private void TellGuard(ProcessReport report)
    {
        const int Kill = 9;
        if (report.Status.Signal == Kill && _leases?.HasEnded(report.Key.Group) == true && RunOf(report) is { Run.IsKilled: false })
            LeaseLog.KilledByGuard(_clusterLog, report.Key.Name);
    }
}
