using Drover.Web.Calls;

namespace Drover.Web.Doors;

/// <summary>Places for followers of live streams, shared by all rooms that have such streams.</summary>
/// <param name="most">How many there are.</param>
public sealed class FollowerPlaces(int most)
{
    private readonly ConnectionCount _taken = new();

    /// <summary>How many followers there are.</summary>
    public int Taken => _taken.Open;

    /// <summary>How many were refused since the start because there were too many.</summary>
    public long Refused => _taken.Refused;

    /// <summary>Takes a place; dispose it to give it back.</summary>
    /// <exception cref="RequestException">TOO_MANY_FOLLOWERS.</exception>
    internal IDisposable Take() => _taken.Enter(most)
        ? new Place(_taken)
        : throw new RequestException(503, "TOO_MANY_FOLLOWERS", $"{most} clients follow events or logs already; try again when one has left.");

    private sealed class Place(ConnectionCount taken) : IDisposable
    {
        public void Dispose() => taken.Leave();
    }
}
