namespace Drover.Agent.Shares.Watching;

/// <summary>Paths to which something has happened, until they have been left alone for a while. What happens to a path again puts it off, but not for ever.</summary>
/// <param name="quiet">How long a path is to be left alone.</param>
/// <param name="longest">How long it waits at most.</param>
/// <param name="most">How many paths may wait.</param>
internal sealed class QuietPaths(TimeSpan quiet, TimeSpan longest, int most)
{
    private readonly Dictionary<string, Change> _changes = [];
    private readonly PriorityQueue<string, TimeSpan> _due = new();

    internal int Count => _changes.Count;

    /// <summary>When the next one is to be looked at, at the earliest.</summary>
    internal TimeSpan? Next => _due.TryPeek(out _, out var time) ? time : null;

    /// <summary>Takes a change.</summary>
    /// <param name="path">Where.</param>
    /// <param name="whole">Whether all that lies below may be new.</param>
    /// <param name="process">Who is said to have made it; 0 when that is not known.</param>
    /// <param name="now">When.</param>
    /// <returns>False when there is no room for it.</returns>
    internal bool Add(string path, bool whole, int process, TimeSpan now)
    {
        if (_changes.TryGetValue(path, out var present))
        {
            _changes[path] = present with { Last = now, Whole = present.Whole || whole, Process = process == 0 ? present.Process : process };
            return true;
        }
        if (_changes.Count >= most)
            return false;
        _changes[path] = new Change(now, now, whole, process);
        _due.Enqueue(path, now + quiet);
        return true;
    }

    /// <summary>Takes out a path that was left alone for long enough; false when there is none.</summary>
    internal bool TryTake(TimeSpan now, out QuietPath taken)
    {
        while (_due.TryPeek(out var path, out var due) && due <= now)
        {
            _due.Dequeue();
            var change = _changes[path];
            var wanted = change.Last + quiet < change.First + longest ? change.Last + quiet : change.First + longest;
            if (wanted > now)
            {
                _due.Enqueue(path, wanted);
                continue;
            }
            _changes.Remove(path);
            taken = new QuietPath(path, change.Whole, change.Process);
            return true;
        }
        taken = default;
        return false;
    }

    internal void Clear()
    {
        _changes.Clear();
        _due.Clear();
    }

    private readonly record struct Change(TimeSpan First, TimeSpan Last, bool Whole, int Process);
}

/// <summary>A path that is to be looked at.</summary>
/// <param name="Path">It, from the root of its tree.</param>
/// <param name="Whole">Whether all that lies below is to be looked at too.</param>
/// <param name="Process">Who is said to have changed it; 0 when that is not known.</param>
internal readonly record struct QuietPath(string Path, bool Whole, int Process);
