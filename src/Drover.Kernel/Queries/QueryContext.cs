using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Kernel.Queries;

/// <summary>What a query sees: one moment of the kernel's state, and the store behind it. Dispose it when the rows are written.</summary>
public sealed class QueryContext : IDisposable
{
    private IStoreReader? _store;

    /// <summary>Journal time of the query.</summary>
    public required Timestamp Now { get; init; }

    /// <summary>The published state at that moment.</summary>
    public KernelState State { get; init; } = null!;

    /// <summary>The kernel that is asked.</summary>
    public IKernel Kernel { get; init; } = null!;

    /// <summary>Who asks.</summary>
    public Caller Caller { get; init; } = Caller.System;

    /// <summary>Bodies of finished jobs that queries have read.</summary>
    internal FinishedBodies Bodies { get; init; } = null!;

    /// <summary>Whether listings of jobs also show archived ones.</summary>
    public bool IncludeArchived { get; init; }

    /// <summary>The store behind the state, opened at first use.</summary>
    public IStoreReader Store => _store ??= Kernel.ReadStore();

    public void Dispose() => _store?.Dispose();
}
