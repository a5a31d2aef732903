namespace Drover.Nodes.Presence;

/// <summary>Whether a machine can be reached, and since when.</summary>
/// <param name="IsHere">Whether it can.</param>
/// <param name="Since">When it came, or was lost; microseconds since the Unix epoch. 0 when it never came.</param>
/// <param name="Reason">Why it cannot be reached; null when it can.</param>
public sealed record NodePresence(bool IsHere, long Since, string? Reason = null)
{
    /// <summary>Version of the program there; null when it is not known.</summary>
    public string? Version { get; init; }

    /// <summary>The address that it speaks from; null when it is not known, or it is this machine.</summary>
    public string? Address { get; init; }

    /// <summary>By how much its clock is ahead of the master's, as measured when it came.</summary>
    public TimeSpan ClockAhead { get; init; }
}
