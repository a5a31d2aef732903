using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.Queries;
using Drover.Kernel.State;

namespace Drover.Kernel;

/// <summary>The running kernel as domains and doors see it: what is described, what is so now, and a way to change it.</summary>
public interface IKernel
{
    /// <summary>What the domains have described.</summary>
    KernelModel Model { get; }

    /// <summary>Term of the lease under which this daemon leads.</summary>
    long Term { get; }

    /// <summary>Clock and timers of the daemon.</summary>
    TimeProvider Clock { get; }

    /// <summary>The last published state.</summary>
    KernelState State { get; }

    /// <summary>The live stream of committed records.</summary>
    EventHub Events { get; }

    /// <summary>The live stream of what changes no state.</summary>
    SignalHub Signals { get; }

    /// <summary>Wakes those who wait for a job to change.</summary>
    JobWatch Watch { get; }

    /// <summary>Figures of the kernel's work.</summary>
    KernelFigures Figures { get; }

    /// <summary>What went wrong in code of domains in the writer's turns and at intervals.</summary>
    FaultLog Faults { get; }

    /// <summary>What is wrong with the kernel's own work, in words; empty when all is well.</summary>
    IEnumerable<string> Problems { get; }

    /// <summary>What the store can still take.</summary>
    StoreHealth StoreHealth { get; }

    /// <summary>Whether new work is refused because the daemon is about to stop.</summary>
    bool Stopping { get; }

    /// <summary>Opens a view of what is committed. Dispose it after use.</summary>
    IStoreReader ReadStore();

    /// <summary>A moment of the state together with a view of the store that shows the same moment. Dispose the view soon.</summary>
    Task<(KernelState State, IStoreReader Store)> TakeMomentAsync(CancellationToken cancellationToken);

    /// <summary>What a query of <paramref name="caller"/> sees now. Dispose it after use.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="fields">The fields asked for: the field <c>archived</c> brings archived jobs into the listing.</param>
    /// <param name="atOnce">Whether the answer must come from memory: see <see cref="QueryContext.AtOnce"/>.</param>
    QueryContext Look(Caller caller, IReadOnlyList<string>? fields = null, bool atOnce = false);

    /// <summary>What a running operation says that it waits for, or null.</summary>
    string? WaitsFor(long job);

    /// <summary>Hands a command to the writer and waits until its outcome is durable. While more than <see cref="KernelOptions.InboxLimit"/> commands
    /// wait for the writer, it also waits for its place among them.</summary>
    /// <exception cref="DroverException">It was refused; nothing changed.</exception>
    Task<T> ExecuteAsync<T>(Command<T> command, Caller caller, CancellationToken cancellationToken);
}
