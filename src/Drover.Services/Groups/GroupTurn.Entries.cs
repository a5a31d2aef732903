using Drover.Nodes.Services;
using Drover.Services.Processes;

namespace Drover.Services.Groups;

/// <summary>Orders for one entry. The group goes through its level again, which starts what is to run and does not.</summary>
internal sealed partial class GroupTurn
{
    private void ChangeEntry(string tag, EntryChange change)
    {
        if (_group.Target is null || !_processes.TryGetValue(tag, out var process))
            return;
        _group = _group with { Held = change == EntryChange.Stop ? _group.Held.Add(tag) : _group.Held.Remove(tag) };
        if (change != EntryChange.Start || !process.MainLives)
            StopOne(process);
        Fire(GroupHappening.Reread);
        if (_processes[tag].Phase == ProcessPhase.Stopping)
            _pending = _pending.Add(tag);
    }
}
