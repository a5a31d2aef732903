using Drover.Services.Cltab;
using Drover.Services.Processes;

namespace Drover.Services.Groups;

/// <summary>Stopping what leaves, starting what comes, counting.</summary>
internal sealed partial class GroupTurn
{
    private void StopLeavers()
    {
        SyncEntries();
        foreach (var process in InOrder())
            if (IsLeaver(process) || IsDiscarded(process) || process.Phase == ProcessPhase.Broken)
                StopOne(process);
        Await(InOrder().Where(p => IsLeaver(p) && p.Phase != ProcessPhase.Configured));
    }

    private void Begin()
    {
        foreach (var process in _processes.Values.Where(p => _group.Definition.Find(p.Tag) is null && p.Phase == ProcessPhase.Configured).ToList())
            _processes.Remove(process.Tag);
        SyncEntries();
        _group = _group with { Cursor = 0 };
        Await([]);
    }

    private void StopAll()
    {
        _group = _group with { Target = null };
        foreach (var process in InOrder())
            StopOne(process);
        Await(_processes.Values.Where(p => p.Phase != ProcessPhase.Configured));
    }

    private void Rest()
    {
        Await([]);
        TakeOffered();
        SyncEntries();
        if (_group.IsRemoved)
            _actions.Add(new GroupAction.Removed());
    }

    private void StopOne(ProcessState process) => Step(process, process.TreeLives ? ProcessHappening.Stop : ProcessHappening.Forget);

    /// <summary>
    /// Goes through the level in file order until an entry must be waited for; true if there is none left. Entries that need
    /// not be waited for are ordered in one go: the orders are carried out one after another.
    /// </summary>
    private bool StartNext()
    {
        var entries = _group.Definition.Entries;
        for (; _group.Cursor < entries.Length; _group = _group with { Cursor = _group.Cursor + 1 })
        {
            var entry = entries[_group.Cursor];
            if (!entry.RunsIn(_group.Level!) || _group.Held.Contains(entry.Tag))
                continue;
            var process = _processes[entry.Tag];
            if (process.Phase == ProcessPhase.Configured)
                process = Step(process with { Level = _group.Level!, LastExit = process.IsCarried ? process.LastExit : null }, ProcessHappening.Start);
            if (!process.CountsAsRan && !IsOrderedInBackground(process))
                return false;
            if (_group.Definition.Options.FailStops && process.Phase == ProcessPhase.Fail)
                return true;
        }

        return true;
    }

    private static bool IsOrderedInBackground(ProcessState process) =>
        process.Phase == ProcessPhase.Setup && !process.Entry.Mode.IsForeground() && !WaitsForReadiness(process.Entry);

    private static bool WaitsForReadiness(CltabEntry entry) =>
        entry.Options.Spawn.Ready == Settings.Readiness.Notify && entry.Mode is (CltabMode.Once or CltabMode.Respawn);

    private GroupHappening CountTests()
    {
        var entries = LevelEntries().Where(p => p.Phase != ProcessPhase.Configured).ToList();
        if (entries.Exists(p => p.Phase == ProcessPhase.Fail))
            return GroupHappening.CountedFailed;
        return entries.Count > 0 && entries.TrueForAll(p => p.Phase == ProcessPhase.Pass)
            ? GroupHappening.CountedPassed
            : GroupHappening.CountedDone;
    }

    /// <summary>Why the level is FAILED: its failed tests, and what else of it could not be started or ran longer than it may.</summary>
    private string Failures()
    {
        var tests = LevelEntries().Where(p => p.Phase == ProcessPhase.Fail).Select(p => $"{p.Tag} ({p.Error ?? p.LastExit?.ToString() ?? "unknown"})");
        var others = LevelEntries().Where(p => p.Phase != ProcessPhase.Fail).Select(GroupView.Failure).OfType<string>();
        return string.Join("; ", others.Prepend($"failed: {string.Join(", ", tests)}"));
    }

    private bool IsLeaver(ProcessState process) => _group.Definition.Find(process.Tag) is { } entry && !entry.RunsIn(_group.Target!);

    /// <summary>Whether it runs, or has run, as something that the definition does not say any more.</summary>
    private bool IsDiscarded(ProcessState process) =>
        _group.Definition.Find(process.Tag) is not { } entry || entry.NeedsRestart(process.Entry);

    private IEnumerable<ProcessState> LevelEntries() =>
        _group.Definition.Entries.Where(e => e.RunsIn(_group.Level!)).Select(e => _processes[e.Tag]);

    /// <summary>Gives each entry a process, and processes what of a new definition holds without a restart.</summary>
    private void SyncEntries()
    {
        foreach (var entry in _group.Definition.Entries)
            if (!_processes.TryGetValue(entry.Tag, out var process))
                _processes[entry.Tag] = new ProcessState { Entry = entry, Since = _now };
            else if (!ReferenceEquals(process.Entry, entry) && (process.Phase == ProcessPhase.Configured || !entry.NeedsRestart(process.Entry)))
                _processes[entry.Tag] = process with { Entry = entry };
    }

    /// <summary>All processes: those of the definition in its order, then those of removed entries by tag.</summary>
    private List<ProcessState> InOrder()
    {
        var ordered = _group.Definition.Entries.Where(e => _processes.ContainsKey(e.Tag)).Select(e => _processes[e.Tag]).ToList();
        if (ordered.Count < _processes.Count)
            ordered.AddRange(_processes.Values.Where(p => _group.Definition.Find(p.Tag) is null).OrderBy(p => p.Tag, StringComparer.Ordinal));
        return ordered;
    }
}
