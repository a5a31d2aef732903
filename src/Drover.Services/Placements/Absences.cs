using System.Collections.Concurrent;
using Drover.Nodes;

namespace Drover.Services.Placements;

/// <summary>For how long nodes have been away, as this master has seen it: whatever the clocks say, and not counting a time without a master.</summary>
internal sealed class Absences(INodes nodes)
{
    private readonly ConcurrentDictionary<string, long> _since = new(StringComparer.Ordinal);
    private readonly Pulse _changed = new();

    /// <summary>Measures time.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>A node has come, or was lost.</summary>
    public void OnChanged(string node)
    {
        Of(node);
        _changed.Beat();
    }

    /// <summary>For how long a node has been away; null when it is here.</summary>
    public TimeSpan? Of(string node)
    {
        if (nodes.Find(node) is { Presence.IsHere: true })
        {
            _since.TryRemove(node, out _);
            return null;
        }
        return Clock.GetElapsedTime(_since.GetOrAdd(node, _ => Clock.GetTimestamp()));
    }

    /// <summary>Ends when a node has been away for so long, or has left the fleet.</summary>
    public async Task AwayForAsync(string node, TimeSpan time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Next;
            var away = Of(node);
            if (away >= time || nodes.Find(node) is null)
                return;
            try
            {
                await changed.WaitAsync(away is null ? Timeout.InfiniteTimeSpan : time - away.Value, Clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Unless it has come and gone meanwhile, that was it.
            }
        }
    }
}
