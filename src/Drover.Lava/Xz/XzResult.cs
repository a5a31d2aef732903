namespace Drover.Lava.Xz;

/// <summary>What came of an xz stream.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Content">What was in it; empty unless it is <see cref="XzOutcome.Unpacked"/>.</param>
public readonly record struct XzResult(XzOutcome Outcome, ReadOnlyMemory<byte> Content)
{
    /// <summary>Whether <see cref="Content"/> is what was packed.</summary>
    public bool IsUnpacked => Outcome == XzOutcome.Unpacked;
}
