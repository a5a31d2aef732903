using Drover.Nodes.Services;

namespace Drover.Services.Placements;

/// <summary>Whether a group that is placed does its work on its node, by what the node shows of it from one look to the next.</summary>
/// <param name="lease">The lease that it is placed under.</param>
/// <param name="options">With how many restarts it has failed.</param>
/// <param name="clock">Measures time.</param>
internal sealed class GroupHealth(long lease, PlacementOptions options, TimeProvider clock)
{
    /// <summary>What is shown of a node may be a moment older than what is on record: that it is not as it should be counts when it is so for this time.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(2);

    private readonly Queue<long> _restarts = new();
    private int? _known;
    private long? _wrongSince;

    /// <summary>The lease that it is about.</summary>
    public long Lease => lease;

    /// <summary>Why the group has failed on its node; null if it has not.</summary>
    /// <param name="row">The group there.</param>
    /// <param name="processes">Its processes.</param>
    /// <param name="level">The level that it is to be at.</param>
    public string? Failure(GroupRow row, IEnumerable<ProcessRow> processes, string level)
    {
        Count(row.Restarts);
        if (row.Target != level)
            return null;
        if (row.Word == "FAILED")
            return $"it is FAILED: {row.Reason}";
        if (processes.FirstOrDefault(process => process.State is "BROKEN" or "PAUSING") is { } entry)
            return entry.Error is { } error ? $"{entry.Name} cannot be started: {error}" : $"{entry.Name} dies again and again ({entry.LastExit})";
        return _restarts.Count < options.Failures ? null : $"{_restarts.Count} restarts within {options.FailureTime.TotalSeconds:0.#} s";
    }

    /// <summary>How long it is until what is wrong on the nodes counts; null when nothing is wrong.</summary>
    public TimeSpan? WrongIn(bool isWrong)
    {
        _wrongSince = isWrong ? _wrongSince ?? clock.GetTimestamp() : null;
        return _wrongSince is not { } since ? null : s_settle - clock.GetElapsedTime(since) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Count(int restarts)
    {
        var now = clock.GetTimestamp();
        for (var i = _known ?? restarts; i < restarts && _restarts.Count <= options.Failures; i++)
            _restarts.Enqueue(now);
        _known = restarts;
        while (_restarts.TryPeek(out var first) && clock.GetElapsedTime(first, now) > options.FailureTime)
            _restarts.Dequeue();
    }
}
