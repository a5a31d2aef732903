using System.Diagnostics.Metrics;

namespace Drover.Kernel.Metrics;

/// <summary>What is measured of the writer and the journal. <c>docs/metrics.md</c> has the table.</summary>
internal sealed class KernelInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _commit;
    private readonly Histogram<long> _batch;

    /// <param name="meters">Makes the meter; null where nobody listens.</param>
    /// <param name="kernel">What is measured.</param>
    /// <param name="inbox">How many commands wait for the writer.</param>
    public KernelInstruments(IMeterFactory? meters, IKernel kernel, Func<int> inbox)
    {
        _meter = meters?.Create("Drover.Kernel") ?? new Meter("Drover.Kernel");
        _commit = _meter.CreateHistogram("drover.kernel.commit", "s", "Time that the store took to make a batch durable.", tags: null, Buckets.Steps);
        _batch = _meter.CreateHistogram("drover.kernel.batch.size", "{command}", "Commands that were committed together.", tags: null, Buckets.Sizes);
        _meter.CreateObservableCounter("drover.kernel.batches", () => kernel.Figures.Batches, "{batch}", "Batches committed.");
        _meter.CreateObservableCounter("drover.kernel.commands", () => kernel.Figures.Commands, "{command}", "Commands decided.");
        _meter.CreateObservableGauge("drover.kernel.inbox", inbox, "{command}", "Commands that wait for the writer and have a place.");
        _meter.CreateObservableCounter("drover.kernel.faults", () => kernel.Faults.Count, "{fault}",
            "Faults of domain code, of recorded data and of periodic work; each cost one job or command.");
        _meter.CreateObservableGauge("drover.kernel.problems", () => kernel.Problems.Count(), "{problem}",
            "What is wrong with the kernel's own work now, such as periodic work that fails again and again; /readyz names it.");
        _meter.CreateObservableCounter("drover.journal.records", () => kernel.Figures.Records, "{record}", "Journal records written.");
        _meter.CreateObservableCounter("drover.journal.commit_failures", () => kernel.Figures.CommitFailures, "{failure}", "Commits that failed.");
        _meter.CreateObservableGauge("drover.journal.sequence", () => kernel.State.Sequence, "{record}", "Number of the last journal record.");
        _meter.CreateObservableGauge("drover.event.followers", () => kernel.Events.Count, "{follower}",
            "Subscribers of the event stream; the daemon has some of its own.");
    }

    /// <summary>A batch is durable.</summary>
    /// <param name="commands">How many commands were in it.</param>
    /// <param name="took">What the store took; null when there was nothing to write.</param>
    public void Committed(int commands, TimeSpan? took)
    {
        _batch.Record(commands);
        if (took is { } time)
            _commit.Record(time.TotalSeconds);
    }

    public void Dispose() => _meter.Dispose();
}
