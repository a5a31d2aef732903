using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Web.Calls;
using Drover.Web.Doors;

namespace Drover.Web.Logs;

/// <summary>Log files: listed, read, followed.</summary>
/// <param name="sources">Where there are logs.</param>
/// <param name="options">How the streams behave.</param>
/// <param name="followers">Places of live streams, shared with other rooms.</param>
public sealed class LogRoom(IReadOnlyList<ILogSource> sources, LogRoomOptions options, FollowerPlaces followers) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        var logs = new LogRoutes(sources, new LogStream(options, followers));
        routes.Inspect("/v1/logs", Protected.Log, logs.ListAsync);
        routes.Inspect("/v1/logs/{name}", Protected.Log, logs.ReadAsync);
    }
}
