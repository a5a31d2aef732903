using Drover.Kernel;
using Drover.Web.Calls;
using Drover.Web.Doors;

namespace Drover.Web.Metrics;

/// <summary>The daemon's figures.</summary>
/// <param name="version">Version of the program.</param>
/// <param name="connections">Connections over all HTTP doors.</param>
/// <param name="gauges">Figures of other doors.</param>
public sealed class MetricsRoom(
    string version, Func<ConnectionCount> connections, IReadOnlyList<(string Name, string Help, Func<double> Value)> gauges) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes) => routes.Get("/metrics", Protected.Metrics, ShowAsync);

    private Task ShowAsync(Call call) => JsonAnswer.SendAsync(call.Http.Response, 200, "text/plain; version=0.0.4; charset=utf-8",
        MetricsPage.Text(call.Kernel, version, connections(), gauges), call.Aborted);
}
