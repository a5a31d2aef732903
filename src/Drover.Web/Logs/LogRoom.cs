using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Web.Calls;
using Drover.Web.Doors;

namespace Drover.Web.Logs;

/// <summary>Log files: listed, read, followed.</summary>
/// <param name="logs">The logs, of this machine and of others.</param>
/// <param name="options">How the streams behave.</param>
/// <param name="followers">Places of live streams, shared with other rooms.</param>
public sealed class LogRoom(ILogs logs, LogRoomOptions options, FollowerPlaces followers) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        var paths = new LogRoutes(logs, new LogStream(options, followers));
        routes.Inspect("/v1/logs", Protected.Log, paths.ListAsync);
        routes.Inspect("/v1/logs/{name}", Protected.Log, paths.ReadAsync);
    }
}
