namespace Drover.Lava.Logs;

/// <summary>Copies lines into blocks, so that a flood of short lines is few allocations. A block is never used again: who keeps a line keeps its block.</summary>
internal sealed class LineBlock
{
    // Below what goes to the heap of large objects.
    private const int Size = 64 << 10, LongLine = 8 << 10;

    private byte[] _block = [];
    private int _used;

    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> line)
    {
        if (line.Length >= LongLine)
            return line.ToArray();
        if (_block.Length - _used < line.Length)
            (_block, _used) = (GC.AllocateUninitializedArray<byte>(Size), 0);
        line.CopyTo(_block.AsSpan(_used));
        _used += line.Length;
        return _block.AsMemory(_used - line.Length, line.Length);
    }
}
