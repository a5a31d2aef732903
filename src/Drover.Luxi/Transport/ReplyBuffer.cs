using System.Buffers;

namespace Drover.Luxi.Transport;

/// <summary>The bytes of one answer.</summary>
internal sealed class ReplyBuffer : IBufferWriter<byte>
{
    private const int Smallest = 4 * 1024;
    private const int LargestKept = 64 * 1024;

    private byte[] _bytes = new byte[Smallest];
    private int _length;
    private int _sent;

    /// <summary>What is still to be sent.</summary>
    public ReadOnlySpan<byte> Unsent => _bytes.AsSpan(_sent, _length - _sent);

    public void Sent(int count) => _sent += count;

    /// <summary>Forgets the answer; the memory of a long one is given back.</summary>
    public void Clear()
    {
        _length = _sent = 0;
        if (_bytes.Length > LargestKept)
            _bytes = new byte[Smallest];
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    private void Reserve(int size)
    {
        var least = _length + Math.Max(size, 256);
        if (least > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(least, (int)Math.Min((long)_bytes.Length * 2, Array.MaxLength)));
    }
}
