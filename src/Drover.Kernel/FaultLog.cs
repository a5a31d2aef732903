using Drover.Kernel.Commands;

namespace Drover.Kernel;

/// <summary>The last faults of domain code in the writer's turns. Each cost one job or command; many of them tell of a defect.</summary>
public sealed class FaultLog
{
    private const int Kept = 100;

    private readonly Lock _gate = new();
    private readonly Queue<DomainFault> _last = new();
    private long _count;

    /// <summary>How many there were since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The last ones, the newest last.</summary>
    public IReadOnlyList<DomainFault> Last
    {
        get
        {
            lock (_gate)
                return [.. _last];
        }
    }

    /// <summary>Hears of each; called on the writer's thread or that of periodic work, so it must be quick and not throw.</summary>
    internal Action<DomainFault>? Noted { get; set; }

    /// <param name="fault">What failed.</param>
    /// <param name="isTold">Whether whoever adds it tells it in words of its own.</param>
    internal void Add(DomainFault fault, bool isTold = false)
    {
        Interlocked.Increment(ref _count);
        lock (_gate)
        {
            _last.Enqueue(fault);
            if (_last.Count > Kept)
                _last.Dequeue();
        }
        if (!isTold)
            Noted?.Invoke(fault);
    }
}
