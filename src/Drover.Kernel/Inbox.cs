using System.Collections.Concurrent;

namespace Drover.Kernel;

/// <summary>What waits for the writer. The writer blocks on its own thread, so a wake-up needs no thread of the pool.</summary>
internal sealed class Inbox : IDisposable
{
    private readonly ConcurrentQueue<WorkItem> _items = new();
    private readonly ManualResetEventSlim _signal = new();
    private volatile bool _closed;

    /// <summary>Whether nothing more will come.</summary>
    public bool IsClosed => _closed && _items.IsEmpty;

    /// <summary>Hands an item over; false when the inbox is closed.</summary>
    public bool TryAdd(WorkItem item)
    {
        if (_closed)
            return false;
        _items.Enqueue(item);
        // The item must be visible before the signal is looked at: otherwise the writer may reset the signal, see no item, and sleep.
        Interlocked.MemoryBarrier();
        if (!_signal.IsSet)
            _signal.Set();
        return true;
    }

    /// <summary>Takes what is there into <paramref name="batch"/>, up to <paramref name="limit"/> items in it.</summary>
    public void Take(List<WorkItem> batch, int limit)
    {
        while (batch.Count < limit && _items.TryDequeue(out var item))
            batch.Add(item);
    }

    /// <summary>Waits until there is something or the inbox is closed; false when the time is over before.</summary>
    public bool Wait(TimeSpan limit)
    {
        _signal.Reset();
        return !_items.IsEmpty || _closed || _signal.Wait(limit);
    }

    public void Close()
    {
        _closed = true;
        _signal.Set();
    }

    public void Dispose() => _signal.Dispose();
}
