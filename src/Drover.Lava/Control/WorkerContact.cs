using System.Text;
using Drover.Lava.Curve;

namespace Drover.Lava.Control;

/// <summary>What the door keeps of a worker. Time and state are one number, so that nobody who looks at both needs a lock.</summary>
internal sealed class WorkerContact(byte[] identity)
{
    // Time stamp of the last sign of life, shifted by one; the lowest bit is set while the worker is online.
    private long _heard;

    private AllowedKeys? _checkedAgainst;
    private byte[] _checkedKey = [];

    /// <summary>The name as it stands in frames.</summary>
    public byte[] Identity { get; } = identity;

    public string Name { get; } = Encoding.UTF8.GetString(identity);

    public long LastHeard => Volatile.Read(ref _heard) >> 1;

    public bool IsOnline => (Volatile.Read(ref _heard) & 1) != 0;

    /// <summary>What a message says of the worker before it counts.</summary>
    public Contact State => Volatile.Read(ref _heard) is var heard && heard == 0 ? Contact.New : (heard & 1) != 0 ? Contact.Known : Contact.Returned;

    /// <summary>A sign of life.</summary>
    /// <returns>What the worker was before.</returns>
    public Contact Hear(long now)
    {
        var before = Interlocked.Exchange(ref _heard, (now << 1) | 1);
        return before == 0 ? Contact.New : (before & 1) != 0 ? Contact.Known : Contact.Returned;
    }

    /// <summary>Offline, unless it was heard after the time that the caller has judged by.</summary>
    public bool TryMarkOffline(long lastHeard) => Interlocked.CompareExchange(ref _heard, lastHeard << 1, (lastHeard << 1) | 1) == ((lastHeard << 1) | 1);

    /// <summary>Whether a key may speak for this worker. For the door's thread.</summary>
    public bool Allows(ReadOnlySpan<byte> key, AllowedKeys keys)
    {
        if (ReferenceEquals(_checkedAgainst, keys) && key.SequenceEqual(_checkedKey))
            return true;
        if (!keys.Allows(Encoding.ASCII.GetString(key), Name))
            return false;
        (_checkedAgainst, _checkedKey) = (keys, key.ToArray());
        return true;
    }
}
