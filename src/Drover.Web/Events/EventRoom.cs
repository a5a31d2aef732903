using Drover.Kernel;
using Drover.Web.Calls;

namespace Drover.Web.Events;

/// <summary>The stream of events and signals.</summary>
public sealed class EventRoom(EventOptions options) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes) => routes.Get("/v1/events", Protected.Event, new EventStream(options).FollowAsync);
}
