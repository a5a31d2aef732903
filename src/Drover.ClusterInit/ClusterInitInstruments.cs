using System.Diagnostics.Metrics;

namespace Drover.ClusterInit;

/// <summary>What is measured of the door of Cluster::Init. <c>docs/metrics.md</c> has the table.</summary>
internal static class ClusterInitInstruments
{
    /// <param name="meters">Makes the meter and ends it.</param>
    /// <param name="door">What is measured.</param>
    public static void Add(IMeterFactory meters, ClusterInitDoor door)
    {
        var meter = meters.Create("Drover.ClusterInit");
        meter.CreateObservableGauge("drover.clinit.connections", () => door.Connections, "{connection}", "Connections of Cluster::Init's clients that are served.");
        meter.CreateObservableCounter("drover.clinit.connections.refused", () => door.Refused, "{connection}",
            "Connections of Cluster::Init's clients refused because there were too many.");
        meter.CreateObservableGauge("drover.clinit.unfinished", () => door.UnfinishedBytes, "By",
            "Bytes of requests of Cluster::Init's clients that have not come in whole yet.");
    }
}
