namespace Drover.Storage.Integrity;

/// <summary>What a verification found.</summary>
/// <param name="Records">How many records were checked.</param>
/// <param name="First">Number of the first of them, 0 when there was none.</param>
/// <param name="Last">Number of the last of them, 0 when there was none.</param>
/// <param name="AnchorSequence">Number of the last record that retention removed, 0 when none was.</param>
/// <param name="Problems">Everything that does not fit, at most 100 entries; empty when all is well.</param>
public sealed record StoreVerification(long Records, long First, long Last, long AnchorSequence, IReadOnlyList<StoreProblem> Problems)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool IsSound => Problems.Count == 0;
}
