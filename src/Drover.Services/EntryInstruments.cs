using System.Diagnostics.Metrics;
using Drover.Agent;
using Drover.Nodes.Services;

namespace Drover.Services;

/// <summary>What is measured of each entry of this node. Its labels are names, so it is made only where the settings let names be seen. <c>docs/metrics.md</c> has the table.</summary>
/// <param name="entries">The entries as readers see them.</param>
/// <param name="measure">Figures of the trees of processes, by invocation.</param>
/// <param name="clock">Tells how old the figures are.</param>
internal sealed class EntryInstruments(Func<IReadOnlyList<ProcessRow>> entries, Func<IReadOnlyDictionary<string, TreeFigures>> measure, TimeProvider clock) : IDisposable
{
    /// <summary>Figures of one answer are taken with one look at the machine.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Meter? _meter;
    private IReadOnlyDictionary<string, TreeFigures>? _figures;
    private long _measuredAt;

    /// <summary>Begins to be measured.</summary>
    public void Start(IMeterFactory meters)
    {
        _meter = meters.Create("Drover.Services.Entries");
        _meter.CreateObservableGauge("drover.service.up", () => Each(row => row.Pid > 0 ? 1L : 0), unit: null, "1 while the main process of an entry runs.");
        _meter.CreateObservableGauge(
            "drover.service.state", () => entries().Select(row => new Measurement<long>(1, [.. Labels(row), new("state", row.State)])), unit: null, "1 for the state that an entry is in.");
        _meter.CreateObservableCounter("drover.service.restarts", () => Each(row => (long)row.Restarts), "{start}", "Starts of an entry after a death, since its level was begun.");
        _meter.CreateObservableCounter("drover.service.cpu", () => EachTree(figures => figures.CpuTime.TotalSeconds), "s", "Processor time of all processes of an entry.");
        _meter.CreateObservableGauge("drover.service.memory", () => EachTree(figures => figures.ResidentBytes), "By", "Resident memory of all processes of an entry, added up.");
    }

    public void Dispose() => _meter?.Dispose();

    private static KeyValuePair<string, object?>[] Labels(ProcessRow row) => [new("node", row.Node), new("group", row.Group), new("tag", row.Tag)];

    private IEnumerable<Measurement<long>> Each(Func<ProcessRow, long> figure) => entries().Select(row => new Measurement<long>(figure(row), Labels(row)));

    private IEnumerable<Measurement<T>> EachTree<T>(Func<TreeFigures, T> figure) where T : struct
    {
        var figures = Figures();
        foreach (var row in entries())
            if (row.Invocation is { } invocation && figures.TryGetValue(invocation, out var known))
                yield return new Measurement<T>(figure(known), Labels(row));
    }

    private IReadOnlyDictionary<string, TreeFigures> Figures()
    {
        lock (_gate)
        {
            if (_figures is null || clock.GetElapsedTime(_measuredAt) > s_fresh)
                (_figures, _measuredAt) = (measure(), clock.GetTimestamp());
            return _figures;
        }
    }
}
