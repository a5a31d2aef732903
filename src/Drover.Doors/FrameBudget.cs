namespace Drover.Doors;

/// <summary>Bytes of unfinished requests that all connections of a door may hold together. May be used from any thread.</summary>
public sealed class FrameBudget(long limit)
{
    private long _held;

    /// <summary>Bytes that are held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Takes what a connection has received since it last asked; false when there is not so much left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limit)
            return true;
        Give(bytes);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Give(long bytes) => Interlocked.Add(ref _held, -bytes);
}
