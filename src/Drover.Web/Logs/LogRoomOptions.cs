namespace Drover.Web.Logs;

/// <summary>How streams of logs behave.</summary>
public sealed class LogRoomOptions
{
    /// <summary>Silence after which a stream gets a comment line. Default 15 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a follower may take nothing of what there is before it is cut off. Default 30 seconds.</summary>
    public TimeSpan SlowReader { get; init; } = TimeSpan.FromSeconds(30);
}
