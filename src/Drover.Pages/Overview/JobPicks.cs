using Drover.Kernel.Jobs;
using Drover.Kernel.State;

namespace Drover.Pages.Overview;

/// <summary>Which jobs the overview shows. One walk over what memory keeps of jobs: a query for each would go over all of them several times, since what it asks for may be at neither end.</summary>
/// <param name="Running">Those that run, the newest first.</param>
/// <param name="Waiting">Those that wait, the oldest first.</param>
/// <param name="Failed">Those that failed, the newest first.</param>
internal sealed record JobPicks(IReadOnlyList<long> Running, IReadOnlyList<long> Waiting, IReadOnlyList<long> Failed)
{
    /// <summary>Picks at most so many of each.</summary>
    public static JobPicks Of(KernelState state, int most)
    {
        var (running, waiting, failed) = (new Queue<long>(), new List<long>(), new Queue<long>());
        foreach (var (id, job) in state.Jobs)
            switch (job.Status)
            {
                case JobStatus.Running or JobStatus.Canceling: Keep(running, id, most); break;
                case JobStatus.Error: Keep(failed, id, most); break;
                case JobStatus.Queued or JobStatus.Waiting when waiting.Count < most: waiting.Add(id); break;
                default: break;
            }
        return new JobPicks([.. running.Reverse()], waiting, [.. failed.Reverse()]);
    }

    private static void Keep(Queue<long> last, long id, int most)
    {
        last.Enqueue(id);
        if (last.Count > most)
            last.Dequeue();
    }
}
