namespace Drover.Web.Doors;

/// <summary>Counts connections, or other things of which there may be only so many.</summary>
public sealed class ConnectionCount
{
    private int _open;
    private long _refused;

    /// <summary>Open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Refused since the start because there were too many.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    internal bool Enter(int most)
    {
        if (Interlocked.Increment(ref _open) <= most)
            return true;
        Interlocked.Decrement(ref _open);
        Interlocked.Increment(ref _refused);
        return false;
    }

    internal void Leave() => Interlocked.Decrement(ref _open);
}
