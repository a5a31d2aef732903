namespace Drover.Web.Jobs;

/// <summary>How streams of jobs behave.</summary>
public sealed class JobRoomOptions
{
    /// <summary>Silence after which a stream gets a comment line. Default 15 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long log entries are gathered after a frame, so that a talkative job costs little. Changes of state are told at once. Default 0.1 seconds.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>How long a follower may take nothing of what there is before it is cut off. Default 30 seconds.</summary>
    public TimeSpan SlowReader { get; init; } = TimeSpan.FromSeconds(30);
}
