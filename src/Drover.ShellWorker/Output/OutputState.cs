using System.Collections.Immutable;

namespace Drover.ShellWorker.Output;

/// <summary>What is known of the output of a definition up to a place: with it reading goes on from there as if it had never stopped.</summary>
internal sealed record OutputState
{
    /// <summary>The set that cases belong to now; null for none.</summary>
    public string? Set { get; init; }

    /// <summary>First lines of cases that were begun.</summary>
    public ImmutableDictionary<string, long> Begun { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Last lines of cases that were ended and not reported yet.</summary>
    public ImmutableDictionary<string, long> Ended { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>The message with which a step has ended the whole job; null when none has.</summary>
    public string? Raised { get; init; }

    /// <summary>Tests that TAP has announced; null for none.</summary>
    public int? TapPlan { get; init; }

    /// <summary>Tests in TAP so far.</summary>
    public int TapCount { get; init; }
}
