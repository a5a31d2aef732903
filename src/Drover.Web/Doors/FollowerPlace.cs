using Drover.Web.Calls;

namespace Drover.Web.Doors;

/// <summary>A place among the followers of live streams, which are limited.</summary>
internal sealed class FollowerPlace : IDisposable
{
    private readonly ConnectionCount _followers;

    private FollowerPlace(ConnectionCount followers) => _followers = followers;

    /// <exception cref="RequestException">TOO_MANY_FOLLOWERS.</exception>
    public static FollowerPlace Take(Call call)
    {
        var most = call.Door.Parts.MostFollowers;
        return call.Door.Followers.Enter(most)
            ? new FollowerPlace(call.Door.Followers)
            : throw new RequestException(503, "TOO_MANY_FOLLOWERS", $"{most} clients follow events or logs already; try again when one has left.");
    }

    public void Dispose() => _followers.Leave();
}
