using Drover.Kernel;
using Drover.Web.Calls;

namespace Drover.Web.Metrics;

/// <summary>The daemon's figures: what its instruments have measured.</summary>
/// <param name="export">Shows them.</param>
public sealed class MetricsRoom(MetricsExport export) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes) => routes.Get("/metrics", Protected.Metrics, call =>
    {
        call.Parameters();
        return export.AnswerAsync(call.Http);
    });
}
