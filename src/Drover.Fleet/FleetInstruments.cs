using System.Diagnostics.Metrics;
using Drover.Kernel.Metrics;

namespace Drover.Fleet;

/// <summary>What is measured of the agents. Names of nodes are in no label, because <c>/metrics</c> is for strangers too. <c>docs/metrics.md</c> has the table.</summary>
internal sealed class FleetInstruments : IDisposable
{
    private const string Here = "here", Away = "away";

    private readonly Meter _meter;
    private readonly Histogram<double> _calls;
    private readonly Counter<long> _connections;
    private readonly Counter<long> _losses;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _reports;

    /// <param name="meters">Makes the meter; null where nobody listens.</param>
    /// <param name="here">For each node with an agent, whether it is here.</param>
    public FleetInstruments(IMeterFactory? meters, Func<IEnumerable<bool>> here)
    {
        _meter = meters?.Create("Drover.Fleet") ?? new Meter("Drover.Fleet");
        _calls = _meter.CreateHistogram("drover.fleet.call", "s", "Time from a call to an agent until its answer.", tags: null, Buckets.Steps);
        _connections = _meter.CreateCounter<long>("drover.fleet.connections", "{connection}", "Connections of agents that were taken.");
        _losses = _meter.CreateCounter<long>("drover.fleet.losses", "{connection}", "Times that a node went away.");
        _refusals = _meter.CreateCounter<long>("drover.fleet.refusals", "{request}", "Requests of agents that were refused: foreign, ended or removed certificates, wrong tokens, versions, later terms.");
        _reports = _meter.CreateCounter<long>("drover.fleet.reports", "{report}", "Reports of agents that came in.");
        foreach (var counter in (Counter<long>[])[_connections, _losses, _refusals, _reports])
            counter.Add(0);
        _meter.CreateObservableGauge("drover.fleet.nodes", () => ByPresence([.. here()]), "{node}", "Nodes with an agent, by whether they are here.");
    }

    /// <summary>A call was answered.</summary>
    public void Answered(TimeSpan took) => _calls.Record(took.TotalSeconds);

    /// <summary>An agent has connected.</summary>
    public void Connected() => _connections.Add(1);

    /// <summary>A node is away.</summary>
    public void Lost() => _losses.Add(1);

    /// <summary>A request was refused.</summary>
    public void Refused() => _refusals.Add(1);

    /// <summary>Reports have come.</summary>
    public void Reported(int count) => _reports.Add(count);

    public void Dispose() => _meter.Dispose();

    private static Measurement<long>[] ByPresence(List<bool> here)
    {
        var present = here.Count(each => each);
        return [new(present, new KeyValuePair<string, object?>("state", Here)), new(here.Count - present, new KeyValuePair<string, object?>("state", Away))];
    }
}
