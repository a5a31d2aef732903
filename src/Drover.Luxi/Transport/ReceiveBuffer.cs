namespace Drover.Luxi.Transport;

/// <summary>What a connection has received and not yet used. What came in last is looked at in the buffer of the loop that received it, and
/// copied only when the turn is over and something is left.</summary>
internal sealed class ReceiveBuffer
{
    private const int LargestKept = 4 * 1024;

    private byte[] _own = [];
    private int _start;
    private ReadOnlyMemory<byte> _unused;
    private bool _borrowed;
    private int _searched;

    public int Length => _unused.Length;

    /// <summary>Adds what was received; it must stay as it is until <see cref="Keep"/>.</summary>
    public void Add(ReadOnlyMemory<byte> received)
    {
        if (_unused.IsEmpty)
            (_unused, _borrowed) = (received, true);
        else
            Append(received.Span);
    }

    /// <summary>Length of the first message, or -1 when its end is not there. Only what has come in since the last look is searched.</summary>
    public int FindEnd()
    {
        var end = _unused.Span[_searched..].IndexOf(ReplyWriter.EndMark);
        if (end >= 0)
            return _searched + end;
        _searched = _unused.Length;
        return -1;
    }

    /// <summary>The first bytes; they and the end mark after them count as used. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Take(int length)
    {
        var message = _unused[..length];
        _unused = _unused[(length + 1)..];
        _start += length + 1;
        _searched = 0;
        return message;
    }

    /// <summary>Keeps what is left beyond the loop's turn.</summary>
    public void Keep()
    {
        if (_unused.IsEmpty)
            Clear();
        else if (_borrowed)
        {
            var rest = _unused.Span;
            if (_own.Length < rest.Length)
                _own = new byte[Math.Max(rest.Length, 256)];
            rest.CopyTo(_own);
            (_start, _unused, _borrowed) = (0, _own.AsMemory(0, rest.Length), false);
        }
    }

    public void Clear()
    {
        if (_own.Length > LargestKept)
            _own = [];
        (_start, _unused, _borrowed, _searched) = (0, default, false, 0);
    }

    private void Append(ReadOnlySpan<byte> received)
    {
        Keep();
        var length = _unused.Length + received.Length;
        if (_start + length > _own.Length)
        {
            var larger = length > _own.Length ? new byte[Math.Max(length, Math.Min(_own.Length * 2L, Array.MaxLength))] : _own;
            _unused.Span.CopyTo(larger);
            (_own, _start) = (larger, 0);
        }
        received.CopyTo(_own.AsSpan(_start + length - received.Length));
        _unused = _own.AsMemory(_start, length);
    }
}
