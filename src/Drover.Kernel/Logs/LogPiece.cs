namespace Drover.Kernel.Logs;

/// <summary>Some bytes of a log.</summary>
/// <param name="Offset">Where they begin.</param>
/// <param name="Bytes">The bytes; empty when there is nothing at or after the offset that was asked for.</param>
/// <param name="Skipped">Bytes between the offset that was asked for and these that are not kept any more.</param>
/// <param name="Restarted">Offsets of before mean nothing any more: the file was replaced or emptied, or a crash took its end. Reading goes on
/// at <paramref name="Offset"/>; how much is missing is not known.</param>
public sealed record LogPiece(long Offset, ReadOnlyMemory<byte> Bytes, long Skipped = 0, bool Restarted = false)
{
    /// <summary>The offset to read on from.</summary>
    public long Next => Offset + Bytes.Length;

    /// <summary>Whether it tells anything.</summary>
    public bool IsNews => Bytes.Length > 0 || Skipped > 0 || Restarted;
}
