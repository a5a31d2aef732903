namespace Drover.Services.Commands;

/// <summary>Bounds of commands on nodes.</summary>
public sealed record CommandLimits
{
    /// <summary>How long a command may run whose order does not say it. Default one hour.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a command that is to end has until it is killed. Default 10 seconds.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How much of the output of a command goes into the log of its job. Default 1 MiB.</summary>
    public long OutputBytes { get; init; } = 1 << 20;
}
