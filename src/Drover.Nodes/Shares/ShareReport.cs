namespace Drover.Nodes.Shares;

/// <summary>What one piece of a check has found.</summary>
/// <param name="Entries">How many files and directories were looked at.</param>
/// <param name="Wrong">How many of them were not right.</param>
/// <param name="Changed">How many of them were put right.</param>
/// <param name="Next">Where the next piece begins; null when the tree is done.</param>
public sealed record ShareReport(long Entries, long Wrong, long Changed, string? Next)
{
    /// <summary>Why the tree was not checked at all; null when it was.</summary>
    public string? Refusal { get; init; }

    /// <summary>The differences, the first of them when there are many.</summary>
    public IReadOnlyList<ShareDifference> Differences { get; init; } = [];

    /// <summary>Entries that were left as they are.</summary>
    public IReadOnlyList<ShareProblem> Problems { get; init; } = [];

    /// <summary>Lines of rule files that do not count.</summary>
    public IReadOnlyList<RuleComplaint> Complaints { get; init; } = [];
}
