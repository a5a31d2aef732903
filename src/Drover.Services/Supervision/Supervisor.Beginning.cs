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
            // What the node has of the cluster's cltab was good when it was taken, and counts also when its own cannot be read.
            if ((_kept!.Kept.Taken ?? (OfCluster is null ? null : CltabText.Empty)) is { } own)
            {
                var taken = own with { Cluster = OfCluster };
                var document = CltabParser.Parse(taken, CltabPath, Node);
                (_inForce, _lastTaken) = (CltabMerge.Merge(CltabInForce.Nothing, document), taken);
                TellHeld(document);
            }
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
            PutInForce(document, look.Text, gone, removed: 0);
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
                .Select(f => new RunningEntry(f.Process.Key.Group, f.Process.Key.Tag, f.Note.HasOptions ? f.Note.Entry : null, levels.GetValueOrDefault(f.Process.Key.Group)) { HasLease = IsLeased(f.Process.Key.Group) })],
            LevelsOnRecord(remembered).Keys);
    }

    /// <summary>Levels at which groups are, or are wanted again, by what is on record of them.</summary>
    private Dictionary<string, string> LevelsOnRecord(IReadOnlyDictionary<string, GroupStatus> remembered)
    {
        var isBlank = _options.LevelsAtStart == LevelsAtStart.Blank;
        var levels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, status) in remembered)
            Add(name, status.BootId == _bootId ? status.Target : null, status.Target ?? status.Wanted);
        foreach (var (name, note) in _groupFile!.Notes)
            Add(name, note.Target, note.Wanted);
        return levels;

        void Add(string name, string? goesOn, string? before)
        {
            if ((isBlank ? goesOn : goesOn ?? before) is { } level)
                levels[name] = level;
        }
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

    /// <summary>Groups that the last good cltab does not know are brought to their levels once it does, and are forgotten once another is taken that does not.</summary>
    private void RememberUnknown(IReadOnlyDictionary<string, GroupStatus> remembered)
    {
        _onRecordOnly.UnionWith(remembered.Keys.Concat(_groupFile!.Notes.Keys).Where(name => !_groups.ContainsKey(name)));
        if (_options.LevelsAtStart == LevelsAtStart.Blank)
            return;
        foreach (var (name, level) in LevelsOnRecord(remembered).Where(group => _onRecordOnly.Contains(group.Key)))
            _levelsToRestore[name] = level;
    }
}
