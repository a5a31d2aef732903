using Drover.Kernel.Journal;

namespace Drover.Storage.Schema;

/// <summary>The record before the first one still kept.</summary>
internal sealed record Anchor(long Sequence, Timestamp Time, ReadOnlyMemory<byte> Hash)
{
    /// <summary>Nothing was cut.</summary>
    internal static Anchor Start { get; } = new(0, new Timestamp(0), HashChain.Genesis);
}
