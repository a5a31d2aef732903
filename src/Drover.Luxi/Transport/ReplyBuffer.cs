using System.Buffers;

namespace Drover.Luxi.Transport;

/// <summary>The bytes of one answer. A long one lies in pieces that are borrowed from the pool: arrays as long as listings are would each time
/// be made among the large objects, and the collections that those bring cost more than the listing.</summary>
internal sealed class ReplyBuffer : IBufferWriter<byte>
{
    /// <summary>Kept for short answers.</summary>
    private const int Smallest = 4 * 1024;

    /// <summary>Just below what the runtime takes for a large object (85,000 bytes).</summary>
    private const int PieceLength = 64 * 1024;

    private readonly byte[] _first = new byte[Smallest];

    /// <summary>Pieces that are full and not sent yet, in their order.</summary>
    private readonly Queue<ArraySegment<byte>> _full = new();

    private byte[] _last;
    private int _length;
    private int _sent;

    public ReplyBuffer() => _last = _first;

    /// <summary>What is to be sent next; empty when nothing is left.</summary>
    public ReadOnlySpan<byte> Unsent => (_full.TryPeek(out var piece) ? piece : new ArraySegment<byte>(_last, 0, _length)).AsSpan(_sent);

    public void Sent(int count)
    {
        _sent += count;
        if (_full.TryPeek(out var piece) && piece.Count == _sent)
        {
            GiveBack(_full.Dequeue().Array!);
            _sent = 0;
        }
    }

    /// <summary>Forgets the answer; the memory of a long one is given back.</summary>
    public void Clear()
    {
        while (_full.TryDequeue(out var piece))
            GiveBack(piece.Array!);
        GiveBack(_last);
        _last = _first;
        _length = _sent = 0;
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _last.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _last.AsSpan(_length);
    }

    private void Reserve(int size)
    {
        var least = Math.Max(size, 256);
        if (least <= _last.Length - _length)
            return;
        if (_length > 0)
            _full.Enqueue(new ArraySegment<byte>(_last, 0, _length));
        else
            GiveBack(_last);
        (_last, _length) = (ArrayPool<byte>.Shared.Rent(Math.Max(least, PieceLength)), 0);
    }

    private void GiveBack(byte[] piece)
    {
        if (piece != _first)
            ArrayPool<byte>.Shared.Return(piece);
    }
}
