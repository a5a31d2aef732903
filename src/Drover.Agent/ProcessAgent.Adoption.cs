using Drover.Agent.Identity;
using Drover.Agent.Native;
using Drover.Agent.Spawning;
using Drover.Agent.Telling;
using Drover.Agent.Trees;
using Drover.Agent.Watching;

namespace Drover.Agent;

/// <summary>Finding the processes again that an earlier daemon started.</summary>
public sealed partial class ProcessAgent
{
    /// <summary>A process that was being spawned when the daemon died carries its marker only after its exec: so many looks, so far apart.</summary>
    private const int Looks = 6;
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AdoptedProcess>> AdoptAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _adopted, 1) != 0)
            throw new InvalidOperationException("Adopt may be called only once.");
        var (records, problems) = _files.ReadAll();
        List<AdoptedProcess> adopted = [.. problems.Select(p => new AdoptedProcess(AdoptionOutcome.Unreadable, null, Problem: p))];
        List<InvocationRecord> halfStarted = [];
        foreach (var record in records)
        {
            if (record.BootId != RecordFiles.BootId)
                adopted.Add(Drop(record, AdoptionOutcome.Rebooted));
            else if (record.State == InvocationState.Starting)
                halfStarted.Add(record);
            else
                adopted.Add(record.State == InvocationState.Running ? AdoptRunning(record, isRecorded: true) : KeepEnded(record, record.Exit));
        }
        adopted.AddRange(await AdoptHalfStartedAsync(halfStarted, cancellationToken).ConfigureAwait(false));
        adopted.AddRange(await AdoptLostAsync([.. records.Select(r => r.Invocation)], cancellationToken).ConfigureAwait(false));
        Tell(adopted);
        return adopted;
    }

    private void Tell(List<AdoptedProcess> adopted)
    {
        foreach (var found in adopted)
            if (found.Problem is { } problem)
                AgentLog.Unreadable(_log, problem);
            else if (found is { Outcome: AdoptionOutcome.Running, Process: { Warning: { } warning } process })
                AgentLog.Unprotected(_log, process.Key.Name, warning);
        if (adopted.Count > 0)
            AgentLog.Adopted(
                _log, adopted.Count(found => found.Outcome == AdoptionOutcome.Running), adopted.Count(found => found.Outcome == AdoptionOutcome.Exited),
                adopted.Count(found => found.Outcome is AdoptionOutcome.NeverStarted or AdoptionOutcome.Rebooted));
    }

    /// <summary>The daemon died between record and spawn, or between spawn and record: the marker tells which.</summary>
    private async Task<List<AdoptedProcess>> AdoptHalfStartedAsync(List<InvocationRecord> records, CancellationToken cancellationToken)
    {
        List<AdoptedProcess> adopted = [];
        for (var attempt = 0; records.Count > 0; attempt++)
        {
            var scan = await _scans.NextAsync(0).WaitAsync(cancellationToken).ConfigureAwait(false);
            foreach (var record in records.ToList())
            {
                // It was born in its cgroup, whatever it did to its environment since.
                var found = MembersOf(record.Invocation, scan, hasGroup: record.UseCgroup && _cgroups is not null);
                if (found.Count == 0 && attempt < Looks - 1 && !EndedUnseen(record))
                    continue;
                adopted.Add(found.Count == 0 && !EndedUnseen(record) ? Drop(record, AdoptionOutcome.NeverStarted) : AdoptMarked(record, found));
                records.Remove(record);
            }
            if (records.Count > 0)
                await Task.Delay(s_betweenLooks, _time, cancellationToken).ConfigureAwait(false);
        }
        return adopted;
    }

    /// <summary>The status keeper left a status, so the process was there.</summary>
    private bool EndedUnseen(InvocationRecord record) => record.KeepStatus && _files.KeptStatus(record.Invocation).IsKnown;

    private AdoptedProcess AdoptMarked(InvocationRecord record, List<ScannedProcess> found)
    {
        // The main process is the oldest that leads a session: what daemonised itself came later.
        var leader = found.Where(p => p.Session == p.Pid).OrderBy(p => p.StartTime).ThenBy(p => p.Pid).FirstOrDefault();
        if (leader is null)
            return KeepEnded(record with { Cgroup = found.Count > 0 ? GroupOf(record, found[0].Pid) : null }, _files.KeptStatus(record.Invocation));
        Spawner.RestoreOpenFiles(leader.Pid, _options.OpenFiles);
        return AdoptRunning(record with
        {
            State = InvocationState.Running,
            Pid = leader.Pid,
            StartTime = leader.StartTime,
            Cgroup = GroupOf(record, leader.Pid),
        }, isRecorded: false);
    }

    /// <summary>The group that an invocation has, or the one that it gets now.</summary>
    private string? GroupOf(InvocationRecord record, int pid)
    {
        if (!record.UseCgroup || _cgroups is null)
            return null;
        var place = _cgroups.PlaceOf(record.Invocation);
        return Cgroups.Members(place).Count > 0 ? place : _cgroups.Place(record.Invocation, pid);
    }

    private AdoptedProcess AdoptRunning(InvocationRecord record, bool isRecorded)
    {
        // The descriptor first: what is compared then is what is watched.
        var pidfd = Libc.PidfdOpen(record.Pid);
        if (pidfd < 0 && Errno.Last != Errno.NoProcess)
            throw new AgentException("NO_DESCRIPTORS", $"Cannot adopt process {record.Pid} of {record.Key.Name}: {Errno.Text(Errno.Last)}. Raise the daemon's limit of open files.", Errno.Last);
        if (pidfd < 0 || !IsSame(record))
        {
            if (pidfd >= 0)
                _ = Libc.Close(pidfd);
            return KeepEnded(record, record.KeepStatus ? _files.KeptStatus(record.Invocation) : ExitStatus.Unknown);
        }
        var invocation = new Invocation(record, pidfd, isChild: false);
        if (!isRecorded && _files.Write(record) is var error and not 0)
            invocation.Warning = $"Cannot record process {record.Pid} below \"{_options.RunDirectory}\": {Errno.Text(error)}.";
        if (record.Notify)
            Rebind(invocation);
        _logs.Adopt(record.LogPath, record.Invocation, record.LogLimit, record.LogFile, record.Pid);
        var view = invocation.View();
        Watch(invocation);
        return new AdoptedProcess(AdoptionOutcome.Running, view) { StartedAfterBoot = record.StartedAfterBoot };
    }

    /// <summary>Same start time, and no other invocation's marker. A process may have cleared its environment; then pid, start time and boot
    /// must do.</summary>
    private static bool IsSame(InvocationRecord record)
    {
        if (ProcessStat.Read(record.Pid) is not { IsDead: false } stat || stat.StartTime != record.StartTime || stat.Session != record.Pid)
            return false;
        var buffer = new byte[16_384];
        return Marker.Of(stat, ref buffer) is not { } marker || marker == record.Invocation;
    }

    private void Rebind(Invocation invocation)
    {
        try
        {
            invocation.Notify = NotifySocket.Open(NotifySocket.PathOf(_options, invocation.Record), invocation.Record.NotifyOwner);
        }
        catch (AgentException e)
        {
            invocation.Warning = e.Message;
        }
    }

    private AdoptedProcess KeepEnded(InvocationRecord record, ExitStatus status)
    {
        if (record.State != InvocationState.Exited)
            status = Invocation.WithMemory(record, status);
        var ended = record with { State = InvocationState.Exited, Exit = status };
        if (record.State != InvocationState.Exited)
            _ = _files.Write(ended);
        if (record.Notify)
            _ = Libc.Unlink(NotifySocket.PathOf(_options, record));
        var invocation = new Invocation(ended, -1, isChild: false);
        _invocations[record.Invocation] = invocation;
        // What it left may still write.
        _logs.Adopt(record.LogPath, record.Invocation, record.LogLimit, record.LogFile, record.Pid);
        return new AdoptedProcess(AdoptionOutcome.Exited, invocation.View(), status)
        {
            StartedAfterBoot = record.StartedAfterBoot,
            EndedAfterBoot = record.EndedAfterBoot,
        };
    }

    private AdoptedProcess Drop(InvocationRecord record, AdoptionOutcome outcome)
    {
        if (record.Notify)
            _ = Libc.Unlink(NotifySocket.PathOf(_options, record));
        RemoveGroup(record);
        _files.Delete(record);
        return new AdoptedProcess(outcome, new Invocation(record, -1, isChild: false).View());
    }
}
