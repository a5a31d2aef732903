namespace Drover.Web.Events;

/// <summary>How the event stream behaves.</summary>
public sealed class EventOptions
{
    /// <summary>Silence after which a stream gets a comment line. Default 15 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);
}
