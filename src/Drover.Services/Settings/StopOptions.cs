namespace Drover.Services.Settings;

/// <summary>The stop ladder: a first signal, SIGTERM, then SIGKILL until nothing is left; each to the whole process tree.</summary>
public sealed record StopOptions
{
    /// <summary>The pause between two SIGKILL to a tree that does not go.</summary>
    public static readonly TimeSpan KillInterval = TimeSpan.FromSeconds(5);

    /// <summary>The command that is run in place of the first signal; default null: none.</summary>
    public string? Command { get; init; }

    /// <summary>The first signal; default SIGINT. SIGKILL ends the ladder at its first step.</summary>
    public StopSignal Signal { get; init; } = StopSignal.Int;

    /// <summary>From the first signal to SIGTERM; default 5 s.</summary>
    public TimeSpan UntilTerm { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From SIGTERM to SIGKILL; default 10 s.</summary>
    public TimeSpan UntilKill { get; init; } = TimeSpan.FromSeconds(10);
}
