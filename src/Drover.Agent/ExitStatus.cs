namespace Drover.Agent;

/// <summary>How a process ended: by exit code, by signal, or in a way that nobody saw (it was adopted and had no status keeper).</summary>
/// <param name="Code">Exit code 0 to 255; null if it was ended by a signal or is unknown.</param>
/// <param name="Signal">The signal that ended it; null if it exited by itself or is unknown.</param>
public readonly record struct ExitStatus(int? Code, int? Signal)
{
    /// <summary>Whether the kernel had to end a process of its tree because the memory of its cgroup was used up.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Nobody saw how it ended.</summary>
    public static ExitStatus Unknown => default;

    /// <summary>Whether it is known how the process ended.</summary>
    public bool IsKnown => Code is not null || Signal is not null;

    /// <summary>It exited by itself with code 0.</summary>
    public bool IsSuccess => Code == 0;

    /// <summary>It ended by itself with that exit code.</summary>
    public static ExitStatus Exited(int code) => new(code, null);

    /// <summary>That signal ended it.</summary>
    public static ExitStatus Killed(int signal) => new(null, signal);

    /// <summary>From the status that a shell gives: above 128 stands for a signal. A program that itself exits so cannot be told apart.</summary>
    public static ExitStatus FromShell(int status) => status is > 128 and <= 128 + 64 ? Killed(status - 128) : Exited(status);

    /// <inheritdoc/>
    public override string ToString() => (Code, Signal) switch
    {
        ({ } code, _) => $"exit {code}",
        (_, { } signal) => $"signal {signal}",
        _ => "unknown",
    };
}
