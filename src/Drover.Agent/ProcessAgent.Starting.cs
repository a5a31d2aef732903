using Drover.Agent.Identity;
using Drover.Agent.Native;
using Drover.Agent.Output;
using Drover.Agent.Spawning;
using Drover.Agent.Telling;
using Drover.Agent.Trees;
using Drover.Agent.Watching;

namespace Drover.Agent;

/// <summary>Starts, each in three steps: prepare, spawn, take into care.</summary>
public sealed partial class ProcessAgent
{
    /// <summary>Starts a process. Its end may be reported before this method returns.</summary>
    /// <exception cref="AgentException">It cannot be started; nothing is left of the attempt.</exception>
    public ProcessView Start(ProcessSpec spec)
    {
        var start = Prepare(spec);
        Spawn(start);
        return TakeChild(start);
    }

    /// <inheritdoc/>
    public IReadOnlyList<StartOutcome> StartAll(IReadOnlyList<ProcessSpec> specs)
    {
        var outcomes = StartLine.Run(specs, Prepare, Spawn, TakeChild);
        for (var i = 0; i < outcomes.Count; i++)
            if (outcomes[i].Refusal is { } refusal)
                AgentLog.NotSpawned(_log, specs[i].Key.Name, refusal);
        return outcomes;
    }

    private PendingStart Prepare(ProcessSpec spec)
    {
        if (Volatile.Read(ref _adopted) == 0)
            throw new InvalidOperationException("Adopt must be called before the first start, or processes could run twice.");
        var id = _ids();
        var start = new PendingStart { Spec = spec, Invocation = id, Bounds = Bounds.Set(spec, _cgroups, id) };
        try
        {
            var notifyPath = spec.Notify ? NotifySocket.PathFor(_options, id) : null;
            start.Launch = Launch.Prepare(spec, start.Bounds, id, _files.StatusPath(id), notifyPath, direct: _library is not null);
            MakeGroup(start);
            string? problem = null;
            if (spec.Pipes is null)
                start.Output = LogFile.Open(spec.LogPath, out problem);
            start.LogFile = _logs.Begin(spec.LogPath, id, spec.LogLimit, start.Output);
            var record = NewRecord(start);
            if (_files.Write(record) is var error and not 0)
                throw new AgentException("RUN_DIRECTORY", $"Cannot record the start of {spec.Key.Name} below \"{_options.RunDirectory}\": {Errno.Text(error)}. Make room there.", error);
            start.Record = record;
            if (start.Group is { } group)
                Cgroups.Describe(group, record.FirstLine());
            start.Notify = notifyPath is null ? null : NotifySocket.Open(notifyPath, record.NotifyOwner);
            if (_library is null && (spec.Umask ?? spec.Nice) is not null)
                start.Warn("umask and nice are not in force: the library that sets them is missing.");
            start.Warn(start.Bounds.Warning);
            start.Warn(problem is null ? null : $"{problem} Output is thrown away.");
            return start;
        }
        catch
        {
            Undo(start);
            throw;
        }
    }

    /// <summary>Leaves nothing of a start.</summary>
    private void Undo(PendingStart start)
    {
        start.Undo(_files);
        _logs.End(start.Spec.LogPath, start.Invocation);
    }

    private void MakeGroup(PendingStart start)
    {
        if (!start.Spec.UseCgroup || _cgroups is null)
            return;
        start.Group = _cgroups.Make(start.Invocation, out var error);
        NoteGroup(start, start.Group is null ? $"its cgroup cannot be made: {Errno.Text(error)}" : null);
    }

    /// <summary>Takes note of whether processes come into their groups.</summary>
    private void NoteGroup(PendingStart start, string? problem)
    {
        _groupProblem = problem is null ? null : $"of {start.Spec.Key.Name} {problem}";
        if (problem is not null)
            start.Warn($"The nets around it are fewer: {problem}.");
    }

    private void Spawn(PendingStart start)
    {
        try
        {
            if (start.Spec.Objection?.Invoke() is { } objection)
                throw new AgentException("NOT_NOW", objection);
            start.Birth = _orphans is null ? GiveBirth(start) : OrphanReaper.Spawn(() => GiveBirth(start));
        }
        catch
        {
            Undo(start);
            throw;
        }
        start.CloseOutput();
    }

    private Birth GiveBirth(PendingStart start)
    {
        if (_library is null)
            return new Birth(Spawner.Spawn(start.Launch!, start.Spec.Directory, start.StandardOutput, start.StandardError), -1, IsInGroup: false);
        var birth = DirectSpawn.Spawn(_library, start, _options, out var problem);
        if (start.BornInto is not null)
            NoteGroup(start, problem);
        return birth;
    }

    private ProcessView TakeChild(PendingStart start)
    {
        try
        {
            return TakeNewborn(start);
        }
        finally
        {
            if (_orphans is not null)
                OrphanReaper.Grown(start.Birth.Pid);
        }
    }

    private ProcessView TakeNewborn(PendingStart start)
    {
        var (record, pid) = (start.Record!, start.Birth.Pid);
        if (_library is null && !start.Spec.Limits.ContainsKey("nofile"))
            Spawner.LimitOpenFiles(pid, _options.OpenFiles);
        // Nobody but us reaps it, so its number is its own until then, even if it has ended already.
        var pidfd = start.Birth.Pidfd >= 0 ? start.Birth.Pidfd : Libc.PidfdOpen(pid);
        var limited = start.Bounds.Group;
        var running = record with
        {
            State = InvocationState.Running,
            Pid = pid,
            StartTime = ProcessStat.Read(pid)?.StartTime ?? 0,
            // The status keeper is ours: the command enters the limited group, the keeper stays outside and uses up nothing of it.
            Cgroup = start.BornInto is null || start.Birth.IsInGroup ? start.Group : _cgroups?.Place(record.Invocation, pid),
        };
        if (limited is not null && running.Cgroup is null)
            start.Warn($"Process {pid} could not be put into its cgroup, so the limits there do not hold for it.");
        if (pidfd < 0)
        {
            var refusal = AbandonUnwatchable(running, Errno.Last);
            Undo(start);
            throw refusal;
        }
        // If this fails the record still says "starting", and the marker finds the process.
        if (_files.Write(running) is var error and not 0)
            start.Warn($"Cannot record process {pid} below \"{_options.RunDirectory}\": {Errno.Text(error)}.");
        var invocation = new Invocation(running, pidfd, isChild: true) { Notify = start.Notify, Warning = start.Warning };
        var view = invocation.View();
        AgentLog.Spawned(_log, record.Key.Name, pid, record.Invocation);
        if (start.Warning is { } warning)
            AgentLog.Unprotected(_log, record.Key.Name, warning);
        Watch(invocation);
        return view;
    }

    private InvocationRecord NewRecord(PendingStart start) => new()
    {
        Invocation = start.Invocation,
        State = InvocationState.Starting,
        BootId = RecordFiles.BootId,
        Key = start.Spec.Key,
        Level = start.Spec.Level,
        Mode = start.Spec.Mode,
        Command = start.Spec.Command.Text,
        Note = start.Spec.Note,
        LogPath = start.Spec.LogPath,
        LogLimit = start.Spec.LogLimit,
        LogFile = start.LogFile,
        KeepStatus = start.Spec.KeepStatus,
        Notify = start.Spec.Notify,
        NotifyPath = start.Spec.Notify ? NotifySocket.PathFor(_options, start.Invocation) : null,
        NotifyOwner = start.Launch!.Account?.User ?? Libc.EffectiveUser(),
        UseCgroup = start.Spec.UseCgroup,
        Limits = start.Bounds.Shown,
        Started = _time.GetUtcNow(),
    };

    /// <summary>No descriptors are left. A process that cannot be watched must not stay.</summary>
    private static unsafe AgentException AbandonUnwatchable(InvocationRecord record, int error)
    {
        const int ByPid = 1;
        var information = stackalloc byte[128];
        _ = Libc.Kill(-record.Pid, 9);
        _ = Libc.WaitId(ByPid, record.Pid, information, Libc.WaitExited);
        return new AgentException("NO_DESCRIPTORS", $"Cannot watch process {record.Pid} of {record.Key.Name}: {Errno.Text(error)}. It was ended; raise the daemon's limit of open files.", error);
    }
}
