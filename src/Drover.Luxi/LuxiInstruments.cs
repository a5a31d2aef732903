using System.Diagnostics.Metrics;
using Drover.Luxi.Transport;

namespace Drover.Luxi;

/// <summary>What is measured of the LUXI door. <c>docs/metrics.md</c> has the table.</summary>
internal sealed class LuxiInstruments : IDisposable
{
    private readonly Meter _meter;

    /// <param name="meters">Makes the meter; null where nobody listens.</param>
    /// <param name="connections">What is measured.</param>
    public LuxiInstruments(IMeterFactory? meters, ConnectionTable connections)
    {
        _meter = meters?.Create("Drover.Luxi") ?? new Meter("Drover.Luxi");
        _meter.CreateObservableGauge("drover.luxi.connections", () => connections.Count, "{connection}", "LUXI connections that are served.");
        _meter.CreateObservableCounter("drover.luxi.connections.refused", () => connections.Refused, "{connection}",
            "LUXI connections refused because there were too many: turned away with a reason, or just closed.");
        _meter.CreateObservableGauge("drover.luxi.unfinished", () => connections.Budget.Held, "By",
            "Bytes of LUXI requests that have not come in whole yet.");
    }

    public void Dispose() => _meter.Dispose();
}
