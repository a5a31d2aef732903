using System.Diagnostics.Metrics;

namespace Drover.Services.Placements;

/// <summary>What is measured of groups that are on one node of several. Their names are in no label. <c>docs/metrics.md</c> has the table.</summary>
internal sealed class PlacementInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _moves;

    /// <param name="meters">Makes the meter; null where nobody listens.</param>
    /// <param name="states">The state of each placement.</param>
    public PlacementInstruments(IMeterFactory? meters, Func<IEnumerable<string>> states)
    {
        _meter = meters?.Create("Drover.Placements") ?? new Meter("Drover.Placements");
        _moves = _meter.CreateCounter<long>("drover.fleet.moves", "{move}", "Times that a group came to its level on another node than before.");
        _moves.Add(0);
        _meter.CreateObservableGauge("drover.fleet.placements", () => ByState(states()), "{group}", "Groups that are to be on one node of several, by where they stand.");
    }

    /// <summary>A group has moved.</summary>
    public void Moved() => _moves.Add(1);

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> ByState(IEnumerable<string> states)
    {
        var counts = states.CountBy(state => state).ToDictionary(StringComparer.Ordinal);
        return PlacementState.All.Select(state => new Measurement<long>(counts.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", state)));
    }
}
