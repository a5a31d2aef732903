using Drover.Nodes.Services;
using Drover.Services.Cltab;

namespace Drover.Services.Supervision;

/// <summary>What is in force, and wanted, when the daemon begins.</summary>
public sealed partial class Supervisor
{
    /// <summary>Puts the first cltab in force. The file is judged by what was in force in this boot; if it is not to be taken, that comes back in force.</summary>
    private bool TakeFirst(CltabLook look, ServicesAtWork atWork)
    {
        try
        {
            if (_kept!.Kept.Taken is { } taken)
                (_inForce, _lastTaken) = (CltabMerge.Merge(CltabInForce.Nothing, CltabParser.Parse(taken, CltabPath)), taken);
        }
        catch (CltabException)
        {
            // An older build took what this one does not read any more: then it counts as nothing.
        }
        var isTaken = true;
        try
        {
            var document = Accept(look, atWork);
            var gone = _groupFile!.Notes.Where(note => note.Value.Target is not null && document.Groups.All(group => group.Name != note.Key))
                .ToDictionary(note => note.Key, note => note.Value.Target!);
            PutInForce(document, look.Bytes, gone, removed: 0);
            Agree();
        }
        catch (CltabException refusal)
        {
            Keep(refusal);
            isTaken = false;
        }
        foreach (var written in _inForce.Groups)
            TakeGroup(written, apply: false);
        return isTaken;
    }

    private ServicesAtWork LeftAtWork(List<FoundProcess> found, IReadOnlyDictionary<string, GroupStatus> remembered)
    {
        var levels = _groupFile!.Notes.ToDictionary(note => note.Key, note => note.Value.Target, StringComparer.Ordinal);
        return new ServicesAtWork(
            [.. found.Where(f => f.IsOfThisBoot && (f.Process.IsRunning || f.TreeLives)).DistinctBy(f => f.Process.Key)
                .Select(f => new RunningEntry(f.Process.Key.Group, f.Process.Key.Tag, f.Note.HasOptions ? f.Note.Entry : null, levels.GetValueOrDefault(f.Process.Key.Group)))],
            _groupFile.Notes.Values.Any(note => (note.Target ?? note.Wanted) is not null) || remembered.Values.Any(status => (status.Target ?? status.Wanted) is not null));
    }

    /// <summary>The level to which a group is to be brought again; null where it goes on by itself, was told off, or is to begin at none.</summary>
    private string? LevelOfBefore(string name, GroupNote? note, IReadOnlyDictionary<string, GroupStatus> remembered)
    {
        if (_options.LevelsAtStart == LevelsAtStart.Blank)
            return null;
        if (note is not null)
            return note.Wanted;
        // Nothing is on record of this boot. A start level has been told already.
        return _groups[name].State.Target is null && remembered.GetValueOrDefault(name) is { } status ? status.Target ?? status.Wanted : null;
    }

    /// <summary>Groups that the last good cltab does not know are brought to their levels once it does.</summary>
    private void RememberLevels(IReadOnlyDictionary<string, GroupStatus> remembered)
    {
        if (_options.LevelsAtStart == LevelsAtStart.Blank)
            return;
        foreach (var (name, status) in remembered)
            if (!_groups.ContainsKey(name) && (status.Target ?? status.Wanted) is { } level)
                _levelsToRestore[name] = level;
        foreach (var (name, note) in _groupFile!.Notes)
            if (!_groups.ContainsKey(name) && (note.Target ?? note.Wanted) is { } level)
                _levelsToRestore[name] = level;
    }
}
