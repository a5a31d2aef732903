namespace Drover.Web.Doors;

/// <summary>Counts connections, or other things of which there may be only so many.</summary>
internal sealed class ConnectionCount
{
    private int _open;
    private long _refused;

    public int Open => Volatile.Read(ref _open);

    public long Refused => Interlocked.Read(ref _refused);

    public bool Enter(int most)
    {
        if (Interlocked.Increment(ref _open) <= most)
            return true;
        Interlocked.Decrement(ref _open);
        Interlocked.Increment(ref _refused);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);
}
