using Drover.Agent;
using Drover.Nodes.Services;
using Drover.Services.Groups;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>Begin and end.</summary>
public sealed partial class Supervisor
{
    /// <summary>Takes up what an earlier daemon left, and begins.</summary>
    /// <param name="remembered">What the master remembers of groups of this boot; what the node has on record itself wins.</param>
    /// <param name="term">Term of the master in this process; orders of an earlier one are refused.</param>
    /// <param name="cancellationToken">Set to give up.</param>
    internal async Task StartAsync(IReadOnlyDictionary<string, GroupStatus> remembered, long term, CancellationToken cancellationToken)
    {
        (_answered.Term, _remembered) = (term, remembered);
        OpenClusterCltab();
        if (_options.CltabPath is null && OfCluster is null)
        {
            // No services here; what an earlier daemon left stays on record until there is a cltab again.
            _loop = RunLoopAsync();
            _ready.TrySetResult();
            return;
        }
        await BeginAsync(() => _loop = RunLoopAsync(), cancellationToken);
        _ready.TrySetResult();
    }

    /// <summary>Takes up what an earlier daemon left, by the cltab as it is.</summary>
    /// <param name="onFound">Called once that has been looked for.</param>
    /// <param name="cancellationToken">Set to give up.</param>
    private async Task BeginAsync(Action onFound, CancellationToken cancellationToken)
    {
        _agent = _openAgent();
        _groupFile = GroupFile.Open(_options.RunDirectory, _bootId);
        _kept = CltabRecord.Open(_options.RunDirectory, _bootId);
        await OpenLeasesAsync(cancellationToken);
        var began = _clock.GetTimestamp();
        var found = await _agent.AdoptAsync(cancellationToken);
        var fates = new List<FoundProcess>();
        foreach (var process in found)
            fates.Add(new FoundProcess(process, process is { Outcome: AdoptionOutcome.Exited, Process: { } view }
                && !(await _agent.FindTreeAsync(view.Invocation, cancellationToken)).IsEmpty));
        onFound();
        await PutWithCltabAsync(look =>
        {
            TakeUp(fates, _remembered, look);
            return true;
        }, cancellationToken);
        _instruments.Adopted(_clock.GetElapsedTime(began), found.Select(process => process.Outcome));
        _follower = FollowAgentAsync();
        KeepLeases();
    }

    /// <summary>Stops the services, unless they are to be left, and takes no more tells: jobs that wait for a level end now, and do not hold up
    /// the end of the daemon.</summary>
    /// <param name="atOnce">Set to leave them at once; the next daemon adopts what runs.</param>
    internal async Task DrainAsync(CancellationToken atOnce)
    {
        if (_agent is not null && !_leaveServices && !_halting && !atOnce.IsCancellationRequested)
            await HaltAsync(atOnce);
    }

    /// <summary>Drains, if that has not been done, and lets go of the processes. Reports can be read until it returns.</summary>
    /// <param name="cancellationToken">Set to leave at once; the next daemon adopts what runs.</param>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(cancellationToken);
        _inbox.Writer.TryWrite(WaitNoMore);
        _inbox.Writer.TryComplete();
        await _loop;
        await _stop.CancelAsync();
        _agent?.Dispose();
        await OwnAsync(_follower);
        await Task.WhenAll(_tasks.Keys);
        _ended.Flush();
        _reports.End();
        _changes.Writer.TryComplete();
        _held.End();
    }

    /// <summary>Makes the end of this daemon leave the services running, for the next one to adopt.</summary>
    public void LeaveServices() => _leaveServices = true;

    private void HaltAll()
    {
        _halting = true;
        foreach (var group in _groups.Values.ToList())
        {
            EndWait(group, new LevelEnd(LevelEndKind.Halting, "HALTING"));
            group.Wanted = group.State.Target;
            if (group.State.Phase != GroupPhase.Halting)
                Take(group, new GroupEvent.Halt());
        }
    }

    private async Task HaltAsync(CancellationToken atOnce)
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await PutAsync(() =>
        {
            _idle = idle;
            HaltAll();
            if (_groups.Values.All(IsIdle))
                idle.TrySetResult();
            return true;
        }, CancellationToken.None);
        try
        {
            await idle.Task.WaitAsync(_options.StopPatience, _clock, atOnce);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            ServiceLog.NotAllStopped(_log);
        }
    }
}
