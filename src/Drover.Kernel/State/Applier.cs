using Drover.Kernel.Events;
using Drover.Kernel.Journal;

namespace Drover.Kernel.State;

/// <summary>The only place where state changes: live, at replay, and on a standby alike. All of it follows from the events, and the last
/// serial of a job's log from its rows.</summary>
public static class Applier
{
    /// <summary>The state after a happening at <paramref name="time"/>.</summary>
    /// <exception cref="InvalidOperationException">The happening does not fit the state: an illegal move, or an unknown job.</exception>
    /// <exception cref="DroverException">The happening does not fit the locks: see <see cref="Locks.LockTable"/>.</exception>
    public static KernelState Apply(KernelState state, Event happening, Timestamp time) =>
        QueueReducer.Apply(state, JobReducer.Apply(state, happening, time), happening, time);

    /// <summary>The state as it is published: what only the writing of its rows needed is dropped.</summary>
    internal static KernelState Settle(KernelState state) => state with { JustFinished = state.JustFinished.Clear() };

    /// <summary>The state after a log entry was written.</summary>
    public static KernelState Apply(KernelState state, LogRow entry) =>
        state with { LogSerials = state.LogSerials.SetItem(entry.JobId, entry.Serial) };
}
