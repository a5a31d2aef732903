using Drover.Kernel;
using Drover.Web.Calls;
using Drover.Web.Doors;

namespace Drover.Web.Events;

/// <summary>The stream of events and signals.</summary>
/// <param name="options">How the stream behaves.</param>
/// <param name="followers">Places of live streams, shared with other rooms.</param>
public sealed class EventRoom(EventOptions options, FollowerPlaces followers) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes) => routes.Get("/v1/events", Protected.Event, new EventStream(options, followers).FollowAsync);
}
