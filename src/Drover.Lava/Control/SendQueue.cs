namespace Drover.Lava.Control;

/// <summary>What waits for the door's thread. Callers never wait: what finds no room is refused.</summary>
internal sealed class SendQueue(int messages, long bytes)
{
    private readonly Lock _gate = new();
    private List<(string Worker, MasterMessage Message)> _waiting = [];
    private List<(string Worker, MasterMessage Message)> _taken = [];
    private long _bytes;
    private int _count;

    /// <summary>Looked at without the lock: what is added next wakes the thread by itself.</summary>
    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public bool TryAdd(string worker, MasterMessage message)
    {
        lock (_gate)
        {
            // One message goes in whatever its size, or a START larger than the queue would never leave.
            if (_count >= messages || (_count > 0 && _bytes + message.Size > bytes))
                return false;
            _waiting.Add((worker, message));
            _bytes += message.Size;
            Volatile.Write(ref _count, _count + 1);
            return true;
        }
    }

    /// <summary>Everything that waits, in order; empty when there is nothing. It is valid until the next call.</summary>
    public List<(string Worker, MasterMessage Message)> TakeAll()
    {
        _taken.Clear();
        lock (_gate)
        {
            (_taken, _waiting) = (_waiting, _taken);
            _bytes = 0;
            Volatile.Write(ref _count, 0);
        }
        return _taken;
    }
}
