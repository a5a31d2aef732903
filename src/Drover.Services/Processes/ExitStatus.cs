namespace Drover.Services.Processes;

/// <summary>How a process ended.</summary>
public readonly record struct ExitStatus
{
    private readonly int? _code;
    private readonly int? _signal;

    private ExitStatus(int? code, int? signal) => (_code, _signal) = (code, signal);

    /// <summary>It ended, and nobody saw how: it was adopted, or it ended while no daemon ran.</summary>
    public static ExitStatus Unknown { get; }

    /// <summary>Its exit code, 0 to 255; null if it died by a signal, or it is unknown.</summary>
    public int? Code => _code;

    /// <summary>The number of the signal it died by; null if it exited, or it is unknown.</summary>
    public int? Signal => _signal;

    /// <summary>Whether the kernel had to end a process of its tree because the memory that <c>limit-memory</c> allows was used up.</summary>
    public bool IsOutOfMemory { get; init; }

    /// <summary>Whether it exited with code 0.</summary>
    public bool IsSuccess => _code == 0;

    /// <summary>It exited with a code.</summary>
    public static ExitStatus Exited(int code) => new(code, null);

    /// <summary>It died by a signal.</summary>
    public static ExitStatus Killed(int signal) => new(null, signal);

    /// <summary><c>exit 7</c>, <c>signal 9</c> or <c>unknown</c>; with <c>, out of memory (limit-memory)</c> where it was so.</summary>
    public override string ToString() =>
        (_code is { } code ? $"exit {code}" : _signal is { } signal ? $"signal {signal}" : "unknown")
        + (IsOutOfMemory ? ", out of memory (limit-memory)" : "");
}
