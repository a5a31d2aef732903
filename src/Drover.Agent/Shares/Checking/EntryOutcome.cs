using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Checking;

/// <summary>What has become of an entry.</summary>
internal enum EntryState
{
    /// <summary>It is right, or nothing that has a rule: a link, a socket, a device.</summary>
    Right,

    /// <summary>It differs, and nothing was to be changed.</summary>
    Wrong,

    /// <summary>It differed and was put right.</summary>
    Changed,

    /// <summary>It differs and was left as it is.</summary>
    Left,

    /// <summary>It went away, or became another meanwhile.</summary>
    Gone,
}

/// <summary>What a look at an entry has found.</summary>
/// <param name="State">What has become of it.</param>
internal readonly record struct EntryOutcome(EntryState State)
{
    internal static readonly EntryOutcome Right = new(EntryState.Right);

    internal static readonly EntryOutcome Gone = new(EntryState.Gone);

    /// <summary>What differs; null when nothing does.</summary>
    internal IReadOnlyList<EntryDifference>? Differences { get; init; }

    /// <summary>Why it was left, or not put right wholly.</summary>
    internal ShareProblemKind? Problem { get; init; }

    /// <summary>More about the problem.</summary>
    internal string? Detail { get; init; }
}

/// <summary>One thing that differs.</summary>
internal readonly record struct EntryDifference(ShareAspect Aspect, string Old, string New);
