namespace Drover.Agent;

/// <summary>A piece of captured output.</summary>
/// <param name="Offset">Where it begins in the file. Offsets are cursors: they stay valid while the front of the file is cut away.</param>
/// <param name="Bytes">The output; empty if there is nothing at or after the asked place.</param>
/// <param name="Lost">How many bytes between the asked offset and this piece are gone, cut away by the limit.</param>
/// <param name="Restarted">The asked offset lies behind the end: the file was copied and truncated (file systems without holes) or replaced.
/// Reading went on at its beginning, and an unknown amount is missing.</param>
public sealed record LogChunk(long Offset, ReadOnlyMemory<byte> Bytes, long Lost, bool Restarted)
{
    /// <summary>The cursor for the next piece.</summary>
    public long Next => Offset + Bytes.Length;
}
