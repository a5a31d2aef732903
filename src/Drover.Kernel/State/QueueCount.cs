using Drover.Kernel.Jobs;

namespace Drover.Kernel.State;

/// <summary>How many unfinished jobs there are in each state. Costs a look at those alone that have left the queue.</summary>
public readonly record struct QueueCount(int Unfinished, int Running, int Waiting, int Canceling)
{
    /// <summary>Jobs that wait for their turn.</summary>
    public int Queued => Unfinished - Running - Waiting - Canceling;

    /// <summary>Counts the queue of a state.</summary>
    public static QueueCount Of(KernelState state)
    {
        var (running, waiting, canceling) = (0, 0, 0);
        foreach (var id in state.Queue.Tracked.Keys)
            switch (state.Unfinished(id)?.Status)
            {
                case JobStatus.Running: running++; break;
                case JobStatus.Waiting: waiting++; break;
                case JobStatus.Canceling: canceling++; break;
                default: break;
            }
        return new QueueCount(state.Queue.Unfinished, running, waiting, canceling);
    }
}
