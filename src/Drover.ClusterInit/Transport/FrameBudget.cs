namespace Drover.ClusterInit.Transport;

/// <summary>Bytes of unfinished requests that all connections may hold together.</summary>
internal sealed class FrameBudget(long limit)
{
    private long _held;

    public long Held => Interlocked.Read(ref _held);

    /// <summary>Takes what a connection has received since it last asked; false when there is not so much left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limit)
            return true;
        Give(bytes);
        return false;
    }

    public void Give(long bytes) => Interlocked.Add(ref _held, -bytes);
}
