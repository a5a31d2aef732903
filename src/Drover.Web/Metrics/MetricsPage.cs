using System.Text;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Web.Doors;
using Drover.Web.Queue;

namespace Drover.Web.Metrics;

/// <summary>The daemon's figures in the text format of Prometheus (version 0.0.4).</summary>
internal static class MetricsPage
{
    public static byte[] Text(
        IKernel kernel, string version, ConnectionCount connections, IReadOnlyList<(string Name, string Help, Func<double> Value)> gauges)
    {
        var state = kernel.State;
        var figures = kernel.Figures;
        var text = new MetricsText();
        text.Gauge("drover_info", "Version of the daemon.", ($"version=\"{version}\"", 1));
        text.Counter("drover_kernel_batches_total", "Batches committed.", figures.Batches);
        text.Counter("drover_kernel_commands_total", "Commands decided.", figures.Commands);
        text.Counter("drover_journal_records_total", "Journal records written.", figures.Records);
        text.Counter("drover_journal_commit_failures_total", "Commits that failed.", figures.CommitFailures);
        text.Gauge("drover_journal_sequence", "Number of the last journal record.", state.Sequence);
        text.Gauge("drover_jobs", "Jobs that are listed, by status.", Jobs(state));
        text.Gauge("drover_jobs_last_id", "Highest job id given.", state.QueueState.LastJobId);
        text.Gauge("drover_queue_unfinished", "Jobs that are not final.", state.Queue.Unfinished);
        text.Gauge("drover_queue_limit", "Most unfinished jobs that are taken.", kernel.Model.Options.QueueLimit);
        text.Gauge("drover_queue_held", "Queued jobs that a filter or a rate limit holds back.", state.Queue.Held.Count);
        text.Gauge("drover_queue_drained", "1 while new jobs are refused.", state.QueueState.Drained ? 1 : 0);
        text.Gauge("drover_locks_waiting", "Lock requests that wait.", state.Locks.WaitingCount);
        text.Gauge("drover_locks_owners", "Jobs that own locks.", state.Locks.OwnerCount);
        text.Gauge("drover_store_low_space", "1 while the disk is nearly full.", kernel.StoreHealth == StoreHealth.LowSpace ? 1 : 0);
        text.Gauge("drover_http_connections", "Open HTTP connections.", connections.Open);
        text.Counter("drover_http_connections_refused_total", "HTTP connections refused because there were too many.", connections.Refused);
        text.Gauge("drover_event_followers", "Subscribers of the event stream.", kernel.Events.Count);
        foreach (var (name, help, value) in gauges)
            text.Gauge(name, help, value());
        text.Gauge("process_resident_memory_bytes", "Resident memory.", Environment.WorkingSet);
        text.Gauge("drover_managed_memory_bytes", "Memory of managed objects.", GC.GetTotalMemory(forceFullCollection: false));
        text.Gauge("drover_threads", "Threads of the pool.", ThreadPool.ThreadCount);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static (string Labels, double Value)[] Jobs(Drover.Kernel.State.KernelState state)
    {
        var counts = new int[Enum.GetValues<JobStatus>().Length];
        foreach (var entry in state.Jobs.Values)
            if (entry is FinishedJob finished)
                counts[(int)finished.FinalStatus]++;
        var queue = QueueCount.Of(state);
        counts[(int)JobStatus.Queued] = queue.Queued;
        counts[(int)JobStatus.Waiting] = queue.Waiting;
        counts[(int)JobStatus.Running] = queue.Running;
        counts[(int)JobStatus.Canceling] = queue.Canceling;
        return [.. counts.Select((count, status) => ($"status=\"{((JobStatus)status).Name()}\"", (double)count))];
    }
}
