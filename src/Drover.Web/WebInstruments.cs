using System.Diagnostics.Metrics;
using Drover.Web.Doors;

namespace Drover.Web;

/// <summary>What is measured of the HTTP doors. <c>docs/metrics.md</c> has the table.</summary>
public static class WebInstruments
{
    /// <param name="meters">Makes the meter and ends it.</param>
    /// <param name="site">What is behind the doors.</param>
    /// <param name="followers">Places for followers of live streams.</param>
    public static void Add(IMeterFactory meters, WebSite site, FollowerPlaces followers)
    {
        var meter = meters.Create("Drover.Http");
        meter.CreateObservableGauge("drover.http.connections", () => site.Places.Taken, "{connection}", "Open HTTP connections.");
        meter.CreateObservableCounter("drover.http.connections.refused", () => site.Places.Refused, "{connection}",
            "HTTP connections refused because their caller, or all, had too many.");
        meter.CreateObservableGauge("drover.http.followers", () => followers.Taken, "{follower}", "HTTP clients that follow events or logs.");
        meter.CreateObservableCounter("drover.http.followers.refused", () => followers.Refused, "{follower}",
            "HTTP clients that wanted to follow events or logs and were refused because their user, or all, had too many.");
    }
}
