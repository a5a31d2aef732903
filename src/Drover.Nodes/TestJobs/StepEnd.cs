using System.Globalization;

namespace Drover.Nodes.TestJobs;

/// <summary>How the process of a definition ended.</summary>
/// <param name="Code">Its exit code; null if a signal ended it, or nobody knows.</param>
/// <param name="Signal">The signal that ended it; null if it exited, or nobody knows.</param>
/// <param name="OutOfMemory">Whether its memory was used up.</param>
public sealed record StepEnd(int? Code, int? Signal, bool OutOfMemory = false)
{
    /// <summary>Nobody saw how it ended.</summary>
    public static StepEnd Unknown { get; } = new(null, null);

    /// <summary>It exited with code 0.</summary>
    public bool IsSuccess => Code == 0;

    /// <inheritdoc/>
    public override string ToString() => (Code, Signal) switch
    {
        ({ } code, _) => string.Create(CultureInfo.InvariantCulture, $"exit {code}"),
        (_, { } signal) => string.Create(CultureInfo.InvariantCulture, $"signal {signal}"),
        _ => "unknown",
    };
}
