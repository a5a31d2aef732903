namespace Drover.Agent.Shares;

/// <summary>How trees are watched.</summary>
public sealed record ShareOptions
{
    /// <summary>How long nothing may happen to an entry until it is looked at: whoever makes it changes it more than once.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an entry that is never left alone waits until it is looked at.</summary>
    public TimeSpan LongestQuiet { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many entries of a tree may wait; when there are more, the whole tree is walked instead.</summary>
    public int MostWaiting { get; init; } = 65_536;

    /// <summary>How many repairs of a tree are kept for those who ask.</summary>
    public int MostRepairs { get; init; } = 1_000;

    /// <summary>How often an entry is put right within <see cref="Span"/>; after that something changes it back each time, and it is left until the span is over.</summary>
    public int RepairsOfOne { get; init; } = 10;

    /// <summary>The span of <see cref="RepairsOfOne"/>, and the pause between two walks of a tree that cannot be watched wholly.</summary>
    public TimeSpan Span { get; init; } = TimeSpan.FromMinutes(1);
}
