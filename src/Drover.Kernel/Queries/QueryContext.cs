using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Kernel.Queries;

/// <summary>What a query sees: one moment of the kernel's state, and the store behind it. Dispose it when the rows are written.</summary>
public sealed class QueryContext : IDisposable
{
    /// <summary>Most rows that an answer at once looks at.</summary>
    private const int RowsAtOnce = 100;

    private IStoreReader? _store;
    private int _rows;

    /// <summary>Journal time of the query.</summary>
    public required Timestamp Now { get; init; }

    /// <summary>The published state at that moment.</summary>
    public KernelState State { get; init; } = null!;

    /// <summary>The kernel that is asked.</summary>
    public IKernel Kernel { get; init; } = null!;

    /// <summary>Who asks.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Bodies of finished jobs that queries have read.</summary>
    internal FinishedBodies Bodies { get; init; } = null!;

    /// <summary>Whether listings of jobs also show archived ones.</summary>
    public bool IncludeArchived { get; init; }

    /// <summary>Whether the answer must come from memory and within microseconds. What needs the store, a probe or many rows then fails with
    /// <see cref="NotAtOnceException"/>.</summary>
    public bool AtOnce { get; init; }

    /// <summary>The store behind the state, opened at first use.</summary>
    /// <exception cref="NotAtOnceException">The answer must come at once.</exception>
    public IStoreReader Store
    {
        get
        {
            TakeTime();
            return _store ??= Kernel.ReadStore();
        }
    }

    /// <summary>Says that what follows takes time.</summary>
    /// <exception cref="NotAtOnceException">The answer must come at once.</exception>
    internal void TakeTime()
    {
        if (AtOnce)
            throw new NotAtOnceException();
    }

    /// <summary>Says that so many more rows are looked at.</summary>
    /// <exception cref="NotAtOnceException">The answer must come at once, and there are too many.</exception>
    internal void LookAt(int rows)
    {
        if (AtOnce && (_rows += rows) > RowsAtOnce)
            throw new NotAtOnceException();
    }

    /// <inheritdoc/>
    public void Dispose() => _store?.Dispose();
}
