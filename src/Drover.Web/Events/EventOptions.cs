namespace Drover.Web.Events;

/// <summary>Limits of the event stream.</summary>
public sealed class EventOptions
{
    /// <summary>Most followers at once. Default 200.</summary>
    public int MostFollowers { get; init; } = 200;

    /// <summary>Silence after which a stream gets a comment line. Default 15 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);
}
