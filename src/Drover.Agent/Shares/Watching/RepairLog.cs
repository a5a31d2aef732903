using Drover.Agent.Shares.Checking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Watching;

/// <summary>What was put right in a tree, the latest of it; and how often which entry, so that nobody is fought for ever.</summary>
/// <param name="options">How much is kept, and how often an entry may be put right.</param>
/// <param name="clock">The time of repairs.</param>
internal sealed class RepairLog(ShareOptions options, TimeProvider clock)
{
    private readonly Queue<ShareRepair> _repairs = new();
    private readonly Dictionary<string, int> _counts = [];
    private TimeSpan _spanEnd;
    private long _lastNumber;

    /// <summary>How many entries were put right.</summary>
    internal long Entries { get; private set; }

    /// <summary>When the present span is over.</summary>
    internal TimeSpan SpanEnd => _spanEnd;

    internal void Take(in EntryOutcome outcome, string path, int process, TimeSpan now)
    {
        Entries++;
        Turn(now);
        _counts[path] = _counts.GetValueOrDefault(path) + 1;
        foreach (var difference in outcome.Differences ?? [])
        {
            if (_repairs.Count == options.MostRepairs)
                _repairs.Dequeue();
            _repairs.Enqueue(new ShareRepair(++_lastNumber, clock.GetUtcNow(),
                new ShareDifference(BytePath.Raw(path).ToString(), difference.Aspect, difference.Old, difference.New), process > 0 ? process : null));
        }
    }

    /// <summary>Whether an entry was put right so often within the span that something must change it back.</summary>
    internal bool IsContested(string path, TimeSpan now)
    {
        Turn(now);
        return _counts.GetValueOrDefault(path) >= options.RepairsOfOne;
    }

    internal IReadOnlyList<ShareRepair> After(long number) => [.. _repairs.Where(repair => repair.Number > number)];

    private void Turn(TimeSpan now)
    {
        if (now < _spanEnd)
            return;
        _counts.Clear();
        _spanEnd = now + options.Span;
    }
}
