namespace Drover.Nodes.Shares;

/// <summary>How a tree is checked. A check is done in pieces, so that it can be told how far it is, be stopped, and go on where it was.</summary>
/// <param name="Apply">Whether what is wrong is put right, or only told.</param>
public sealed record ShareCheck(bool Apply)
{
    /// <summary>Where to go on: <see cref="ShareReport.Next"/> of the piece before; null to begin.</summary>
    public string? From { get; init; }

    /// <summary>How many entries the piece has at most.</summary>
    public int MostEntries { get; init; } = 20_000;

    /// <summary>How many differences are told in full at most; the others are counted.</summary>
    public int MostDifferences { get; init; } = 1_000;
}
