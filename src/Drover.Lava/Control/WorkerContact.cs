using System.Text;
using Drover.Lava.Curve;

namespace Drover.Lava.Control;

/// <summary>What the door keeps of a worker. Time and state are one number, so that nobody who looks at both needs a lock.</summary>
internal sealed class WorkerContact(byte[] identity)
{
    private const int Online = 1, Met = 2, Shift = 2;

    // Zero before the first sign of life. Then the time stamp of the last one, and below it two bits: that there was one, and that the worker is online.
    private long _heard;

    private AllowedKeys? _checkedAgainst;
    private byte[] _checkedKey = [];

    /// <summary>The name as it stands in frames.</summary>
    public byte[] Identity { get; } = identity;

    public string Name { get; } = Encoding.UTF8.GetString(identity);

    public long LastHeard => Volatile.Read(ref _heard) >> Shift;

    public bool IsOnline => (Volatile.Read(ref _heard) & Online) != 0;

    /// <summary>What a message says of the worker before it counts.</summary>
    public Contact State => StateOf(Volatile.Read(ref _heard));

    /// <summary>A sign of life.</summary>
    /// <returns>What the worker was before.</returns>
    public Contact Hear(long now) => StateOf(Interlocked.Exchange(ref _heard, (now << Shift) | Met | Online));

    /// <summary>Offline, unless it was heard after the time that the caller has judged by.</summary>
    public bool TryMarkOffline(long lastHeard)
    {
        var seen = (lastHeard << Shift) | Met | Online;
        return Interlocked.CompareExchange(ref _heard, seen & ~Online, seen) == seen;
    }

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

    private static Contact StateOf(long heard) => heard == 0 ? Contact.New : (heard & Online) != 0 ? Contact.Known : Contact.Returned;
}
