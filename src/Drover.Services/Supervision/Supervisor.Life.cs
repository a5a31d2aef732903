using Drover.Agent;
using Drover.Kernel;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Levels;
using Drover.Services.Settings;

namespace Drover.Services.Supervision;

public sealed partial class Supervisor
{
    /// <inheritdoc/>
    public async Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        if (_options.CltabPath is null)
        {
            // No services here; what an earlier daemon left stays on record until there is a cltab again.
            _loop = RunLoopAsync();
            _ready.TrySetResult();
            return;
        }
        _agent = new ProcessAgent(new AgentOptions { RunDirectory = _options.RunDirectory, Cgroup = _options.Cgroup }, _clock);
        var found = await _agent.AdoptAsync(cancellationToken);
        var fates = new List<(Agent.AdoptedProcess Found, bool TreeLives)>();
        foreach (var process in found)
            fates.Add((process, process is { Outcome: AdoptionOutcome.Exited, Process: { } view }
                && !(await _agent.FindTreeAsync(view.Invocation, cancellationToken)).IsEmpty));
        _loop = RunLoopAsync();
        await AskAsync(() =>
        {
            TakeUp(fates);
            return true;
        }, cancellationToken);
        _pump = PumpAsync();
        _ready.TrySetResult();
    }

    /// <summary>Stops the services, unless they are to be left, then lets go of them.</summary>
    /// <param name="cancellationToken">Set to leave at once; the next daemon adopts what runs.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_agent is null)
        {
            _inbox.Writer.TryComplete();
            await _loop;
            return;
        }
        if (!_leaveServices && !cancellationToken.IsCancellationRequested)
            await HaltAsync(cancellationToken);
        _inbox.Writer.TryComplete();
        await _loop;
        await _stop.CancelAsync();
        _agent.Dispose();
        await _pump;
        await Task.WhenAll(_tasks.Keys);
    }

    /// <summary>Begins to stop the services, unless they are to be left, and takes no more tells: jobs that wait for a level end now, and do
    /// not hold up the end of the daemon.</summary>
    public void BeginStop()
    {
        if (!_leaveServices)
            _inbox.Writer.TryWrite(HaltAll);
    }

    private void HaltAll()
    {
        _halting = true;
        foreach (var group in _groups.Values.ToList())
        {
            GiveUp(group, "HALTING", "the daemon stops, and its services with it");
            if (group.State.Phase != GroupPhase.Halting)
                Take(group, new GroupEvent.Halt());
        }
    }

    private static void GiveUp(SupervisedGroup group, string state, string reason)
    {
        group.Waiter?.End.TrySetResult(new GroupEnd(state, reason));
        group.Waiter = null;
    }

    private async Task HaltAsync(CancellationToken atOnce)
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await AskAsync(() =>
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
            _options.Remark("Not all services have stopped; the next daemon takes them up.");
        }
    }

    /// <summary>Same boot: groups go on at their level, with their processes. After a reboot they begin at their start level, if they have one.</summary>
    private void TakeUp(List<(Agent.AdoptedProcess Found, bool TreeLives)> fates)
    {
        foreach (var (problem, _) in fates.Where(f => f.Found.Outcome == AdoptionOutcome.Unreadable))
            _options.Remark($"A record of a process could not be read: {problem.Problem}");
        var isRead = ReadFile(apply: false);
        TakeOverOutput();
        var byGroup = fates.Where(f => f.Found is { Process: not null, Outcome: AdoptionOutcome.Running or AdoptionOutcome.Exited or AdoptionOutcome.NeverStarted })
            .ToLookup(f => f.Found.Process!.Key.Group, StringComparer.Ordinal);

        foreach (var name in _groups.Keys.ToList())
            TakeUp(name, _groups[name].State.Definition, [.. byGroup[name]], removed: false);
        foreach (var orphans in byGroup.Where(g => !_groups.ContainsKey(g.Key)))
        {
            // A file that cannot be read, or an error in a group, is no reason to stop what runs.
            var removed = isRead && _inForce.Find(orphans.Key) is null;
            TakeUp(orphans.Key, DefinitionOf(orphans.Key, orphans), [.. orphans], removed);
        }
    }

    private void TakeUp(string name, CltabGroup definition, List<(Agent.AdoptedProcess Found, bool TreeLives)> found, bool removed)
    {
        var record = _kernel.State.Objects.All(ServiceGroupRecord.Kind).FirstOrDefault(r => r.Node == Node && r.Group == name);
        var isFirstOfBoot = record?.BootId != _bootId;
        // After an orderly stop a group is as if it had never been told anything.
        if (isFirstOfBoot || (record!.Target is null && record.State != GroupPhase.Failed.Word()))
            record = null;
        if (record?.Level is null && found.Count == 0)
        {
            if (isFirstOfBoot && definition.Options.StartLevel is { } level)
                Take(_groups[name], new GroupEvent.Tell(level));
            return;
        }

        var group = _groups[name] = new SupervisedGroup(GroupMachine.Recover(definition, record?.Level, record?.Target, record?.Reason))
        {
            Since = record?.Since ?? Timestamp.From(_clock).Microseconds,
            Errors = _inForce.Find(name)?.Errors ?? [],
        };
        Take(group, new GroupEvent.Adopted([.. found.GroupBy(f => f.Found.Process!.Key.Tag, StringComparer.Ordinal).Select(tag => Describe(group, definition, [.. tag]))]));
        if (removed)
            Take(group, new GroupEvent.Reread(null, Apply: true));
    }

    private Groups.AdoptedProcess Describe(SupervisedGroup group, CltabGroup definition, List<(Agent.AdoptedProcess Found, bool TreeLives)> records)
    {
        var latest = records.MaxBy(r => NoteOf(r.Found).Run);
        foreach (var (old, _) in records.Where(r => r.Found != latest.Found && !r.Found.Process!.IsRunning))
            _agent!.Forget(old.Process!.Invocation);
        var tag = latest.Found.Process!.Key.Tag;
        var note = NoteOf(latest.Found);
        var current = definition.Find(tag);
        var startedAs = note.Entry is { } entry && (current is null || IsAnother(current, entry, note.HasOptions)) ? entry : null;
        var view = note.HasOptions ? latest.Found.Process : TakeOver(latest.Found.Process, note, startedAs ?? current);
        var fate = latest.Found.Outcome switch
        {
            AdoptionOutcome.Running => AdoptedFate.Lives,
            AdoptionOutcome.NeverStarted => AdoptedFate.NeverRan,
            _ => latest.TreeLives ? AdoptedFate.LeftSomething : AdoptedFate.Ended,
        };
        if (fate != AdoptedFate.NeverRan)
        {
            var known = group.Runs[tag] = new SupervisedRun(note.Run, view.Invocation, view.LogPath);
            if (fate != AdoptedFate.Lives)
                known.ExitTold.TrySetResult();
        }
        var behind = Now - BootClock.Now;
        return new Groups.AdoptedProcess(tag, note.Run, fate == AdoptedFate.Lives ? view.Pid : 0, fate, Translate(latest.Found.Status), startedAs)
        {
            Account = note.Account.Shift(behind),
            StartedAt = latest.Found.StartedAfterBoot + behind,
            EndedAt = latest.Found.EndedAfterBoot + behind,
            IsReady = view.IsReady,
        };
    }

    private static RunNote NoteOf(Agent.AdoptedProcess found) => RunNote.Read(found.Process!.Note, found.Process.Key);

    /// <summary>Whether a process is another than the cltab wants, as a reread would see it. Of one that an older build started the options
    /// are not known; they count as those of the cltab.</summary>
    private static bool IsAnother(CltabEntry wanted, CltabEntry started, bool hasOptions) =>
        wanted.NeedsRestart(hasOptions ? started : started with { Options = wanted.Options });

    /// <summary>Puts what an older build kept of a process into today's form and place.</summary>
    private ProcessView TakeOver(ProcessView process, RunNote note, CltabEntry? entry)
    {
        _agent!.MoveLog(process.Invocation, OutputPath.OfOlder(process.LogPath, process.Key));
        // What it was started with is known once the cltab says it; as long as that cannot be read it stays open.
        if (entry is not null && _inForce.Find(process.Key.Group)?.Definition is not null)
            _agent.Note(process.Invocation, (note with { Entry = entry }).Write());
        return _agent.Find(process.Invocation) ?? process;
    }

    /// <summary>Captured output of an older build goes to the place where it would be made today; of what runs, with its record.</summary>
    private void TakeOverOutput()
    {
        foreach (var entry in _inForce.Groups.SelectMany(g => g.Definition?.Entries ?? []))
            OutputLog.Move(OutputPath.WithoutNode(_options.OutputDirectory, KeyOf(entry)), OutputPath.Of(_options.OutputDirectory, KeyOf(entry)));
    }

    /// <summary>A group that is in the cltab no more, made of what its processes were started as, so that it can be stopped in order.</summary>
    private static CltabGroup DefinitionOf(string name, IEnumerable<(Agent.AdoptedProcess Found, bool TreeLives)> found) => new(
        name,
        [.. found.Select(f => NoteOf(f.Found).Entry).OfType<CltabEntry>().DistinctBy(e => e.Tag)],
        GroupOptions.Default);
}
