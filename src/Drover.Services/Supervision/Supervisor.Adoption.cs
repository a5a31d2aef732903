using Drover.Agent;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Settings;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>Taking up what an earlier daemon left.</summary>
public sealed partial class Supervisor
{
    /// <summary>Same boot: groups go on at their level, with their processes. After a reboot they begin at their start level, if they have one. What the end of
    /// the daemon or of the machine has stopped begins at the level of before.</summary>
    private void TakeUp(List<FoundProcess> found, IReadOnlyDictionary<string, GroupStatus> remembered, CltabLook look)
    {
        var isRead = TakeFirst(look, LeftAtWork(found, remembered));
        TakeOverOutput();
        foreach (var command in found.Where(f => f.IsOfThisBoot && IsCommand(f.Process)))
            DropCommand(command.Process);
        var byGroup = found.Where(f => f.IsOfThisBoot && !IsCommand(f.Process)).ToLookup(f => f.Process.Key.Group, StringComparer.Ordinal);

        foreach (var name in _groups.Keys.ToList())
        {
            var note = TakeNote(name, remembered);
            TakeUp(name, _groups[name].State.Definition, [.. byGroup[name]], note, removed: false);
            if (LevelOfBefore(name, note, remembered) is { } level)
                Restore(_groups[name], level, note);
        }
        foreach (var orphans in byGroup.Where(g => !_groups.ContainsKey(g.Key)))
        {
            // A file that cannot be read, or an error in a group, is no reason to stop what runs.
            var removed = isRead && _inForce.Find(orphans.Key) is null;
            TakeUp(orphans.Key, DefinitionOf(orphans.Key, orphans), [.. orphans], TakeNote(orphans.Key, remembered), removed);
        }
        if (isRead)
            ForgetMissing(remembered.Keys.Concat(_groupFile!.Notes.Keys).Distinct(StringComparer.Ordinal));
        else
            RememberUnknown(remembered);
        Reconcile(remembered);
    }

    /// <summary>What is on record of a group. Older builds had it on record with the master only: what that remembers is taken over.</summary>
    private GroupNote? TakeNote(string name, IReadOnlyDictionary<string, GroupStatus> remembered)
    {
        if (_groupFile!.Notes.TryGetValue(name, out var note))
            return note;
        if (!remembered.TryGetValue(name, out var status) || status.BootId != _bootId)
            return null;
        note = new GroupNote(status.Level, status.Target, status.State, status.Reason, status.Since, Order: null) { Wanted = status.Wanted };
        _groupFile.Write(name, note);
        return note;
    }

    private void TakeUp(string name, CltabGroup definition, List<FoundProcess> found, GroupNote? note, bool removed)
    {
        var isFirstOfBoot = note is null;
        // After an orderly stop a group is as if it had never been told anything.
        var goesOn = note is not null && (note.Target is not null || note.State == GroupPhase.Failed.Word()) ? note : null;
        var lacksLease = !MayRun(name, definition);
        if (lacksLease && goesOn is not null)
            goesOn = goesOn with { Target = NoLevel, Order = null };
        if (goesOn?.Level is null && found.Count == 0)
        {
            if (note is not null && _groups.TryGetValue(name, out var rested))
                (rested.Recorded, rested.Since, rested.NoLease) = (note, note.Since, ReasonAfter(note, lacksLease: false));
            if (isFirstOfBoot && definition.Options.StartLevel is { } level)
            {
                if (!MayRun(_groups[name]) && StartsSomething(_groups[name], level))
                {
                    StopFor(_groups[name], NoLeaseHere);
                    return;
                }
                ServiceLog.Wanted(_log, name, level);
                Take(_groups[name], new GroupEvent.Tell(level));
            }
            return;
        }

        var group = _groups[name] = new SupervisedGroup(GroupMachine.Recover(definition, goesOn?.Level, goesOn?.Target, goesOn?.Reason, goesOn?.HeldEntries))
        {
            Since = note?.Since ?? Timestamp.From(_clock).Microseconds,
            Recorded = note,
            Order = goesOn?.Order,
            NoLease = ReasonAfter(note, lacksLease),
            Errors = _inForce.Find(name)?.Errors ?? [],
        };
        Take(group, new GroupEvent.Adopted([.. found.GroupBy(f => f.Process.Key.Tag, StringComparer.Ordinal).Select(tag => Describe(group, definition, [.. tag]))]));
        if (removed)
            Take(group, new GroupEvent.Reread(null, Apply: true));
    }

    private Groups.AdoptedProcess Describe(SupervisedGroup group, CltabGroup definition, List<FoundProcess> records)
    {
        var latest = records.MaxBy(r => r.Note.Run)!;
        foreach (var old in records.Where(r => r != latest && !r.Process.IsRunning))
            _agent!.Forget(old.Process.Invocation);
        var tag = latest.Process.Key.Tag;
        var note = latest.Note;
        var current = definition.Find(tag);
        var startedAs = note.Entry is { } entry && (current is null || IsAnother(current, entry, note.HasOptions)) ? entry : null;
        var view = note.HasOptions ? latest.Process : TakeOver(latest.Process, note, startedAs ?? current);
        var fate = latest.Found.Outcome switch
        {
            AdoptionOutcome.Running => AdoptedFate.Lives,
            AdoptionOutcome.NeverStarted => AdoptedFate.NeverRan,
            _ => latest.TreeLives ? AdoptedFate.LeftSomething : AdoptedFate.Ended,
        };
        if (fate != AdoptedFate.NeverRan)
        {
            var known = new SupervisedRun(note.Run, view.Invocation, view.LogPath);
            group.Runs = group.Runs.SetItem(tag, known);
            if (fate != AdoptedFate.Lives)
                known.ExitTold.TrySetResult();
        }
        var behind = Now - _agent!.SinceBoot;
        var adopted = new Groups.AdoptedProcess(tag, note.Run, fate == AdoptedFate.Lives ? view.Pid : 0, fate, Translate(latest.Found.Status), startedAs)
        {
            Account = note.Account.Shift(behind),
            StartedAt = latest.Found.StartedAfterBoot + behind,
            EndedAt = latest.Found.EndedAfterBoot + behind,
            IsReady = view.IsReady,
        };
        TellAdopted(group, adopted);
        return adopted;
    }

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

    /// <summary>Reports what the master remembers otherwise: groups that have changed while it did not hear.</summary>
    private void Reconcile(IReadOnlyDictionary<string, GroupStatus> remembered)
    {
        foreach (var group in _groups.Values)
            if (group.Recorded is { } note && StatusOf(note) != remembered.GetValueOrDefault(group.State.Name))
                Report(group, note);
    }

    /// <summary>Groups that are gone from the cltab, and of which nothing runs, are forgotten.</summary>
    private void ForgetMissing(IEnumerable<string> names)
    {
        foreach (var name in names.Where(name => !_groups.ContainsKey(name) && _inForce.Find(name) is null))
            Record(new SupervisedGroup(GroupMachine.Configure(new CltabGroup(name, [], GroupOptions.Default))), null);
    }

    /// <summary>A group that is in the cltab no more, made of what its processes were started as, so that it can be stopped in order.</summary>
    private static CltabGroup DefinitionOf(string name, IEnumerable<FoundProcess> found) =>
        new(name, [.. found.Select(f => f.Note.Entry).OfType<CltabEntry>().DistinctBy(e => e.Tag)], GroupOptions.Default);
}
