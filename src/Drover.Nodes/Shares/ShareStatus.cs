namespace Drover.Nodes.Shares;

/// <summary>How it stands with a tree that is watched.</summary>
/// <param name="Name">What the tree is called.</param>
/// <param name="Path">Its root.</param>
/// <param name="Way">How it is watched; <see cref="ShareWatchWay.Best"/> when it is not watched for now.</param>
/// <param name="Directories">How many directories have a watch of their own.</param>
/// <param name="Backlog">How many entries wait to be looked at.</param>
/// <param name="IsDirty">Whether something may have been missed, and the tree is walked, or will be.</param>
/// <param name="Looked">How many entries were looked at.</param>
/// <param name="Repaired">How many of them were put right.</param>
public sealed record ShareStatus(string Name, string Path, ShareWatchWay Way, int Directories, int Backlog, bool IsDirty, long Looked, long Repaired)
{
    /// <summary>What keeps it from being watched wholly, and what to do; null when nothing does.</summary>
    public string? Trouble { get; init; }

    /// <summary>Lines of rule files that do not count.</summary>
    public IReadOnlyList<RuleComplaint> Complaints { get; init; } = [];

    /// <summary>Entries that were left as they are, the latest of them.</summary>
    public IReadOnlyList<ShareProblem> Problems { get; init; } = [];
}
