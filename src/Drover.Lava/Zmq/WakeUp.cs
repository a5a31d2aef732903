namespace Drover.Lava.Zmq;

/// <summary>Wakes a thread that sleeps in a poll. A thread that is awake costs its callers no system call.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly int _descriptor;
    private int _asleep;

    /// <exception cref="DroverException"><c>LAVA_DESCRIPTORS</c>: there are no descriptors left.</exception>
    public WakeUp()
    {
        _descriptor = SystemCalls.NewEvent();
        if (_descriptor < 0)
            throw new DroverException("LAVA_DESCRIPTORS", "LAVA's sockets cannot be served: there are too many open files. Raise the limit of open files.");
    }

    /// <summary>What the thread polls.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Says that the thread is about to sleep. It looks for work once more after this, and sleeps only when there is none.</summary>
    public void Arm()
    {
        Volatile.Write(ref _asleep, 1);
        Interlocked.MemoryBarrier();
    }

    /// <summary>Says that the thread is awake.</summary>
    /// <param name="called">Whether the descriptor is what woke it.</param>
    public void Disarm(bool called)
    {
        Volatile.Write(ref _asleep, 0);
        if (called)
            SystemCalls.Empty(_descriptor);
    }

    /// <summary>Wakes the thread when it sleeps. What it is woken for was made visible before.</summary>
    public void Call()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) != 0 && Interlocked.Exchange(ref _asleep, 0) != 0)
            SystemCalls.Raise(_descriptor);
    }

    public void Dispose() => SystemCalls.Close(_descriptor);
}
