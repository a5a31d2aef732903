using Drover.Doors;
using Drover.Doors.Places;
using Drover.Web.Calls;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Doors;

/// <summary>Places for followers of live streams, shared by all rooms that have such streams.</summary>
/// <param name="limits">How many there are, and for whom.</param>
/// <param name="clock">Keeps what is said of those who are refused rare.</param>
/// <param name="loggers">Makes the log.</param>
public sealed class FollowerPlaces(PlaceLimits limits, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly DoorPlaces _places = Of(limits, clock, loggers.CreateLogger(HttpLog.Category));

    /// <summary>How many followers there are.</summary>
    public int Taken => _places.Taken;

    /// <summary>How many were refused since the start.</summary>
    public long Refused => _places.Refused;

    /// <summary>Takes a place; dispose it to give it back.</summary>
    /// <exception cref="RequestException">TOO_MANY_FOLLOWERS.</exception>
    public IDisposable Take(Visitor visitor)
    {
        var admission = _places.Enter(visitor);
        if (admission.IsServed)
            return admission;
        admission.Dispose();
        throw new RequestException(503, "TOO_MANY_FOLLOWERS", $"No place to follow events or logs: {admission.Refusal}.");
    }

    private static DoorPlaces Of(PlaceLimits limits, TimeProvider clock, ILogger log) =>
        new("followers of events and logs", limits, clock, (count, caller, reason) => HttpLog.TooManyFollowers(log, count, caller, reason));
}
