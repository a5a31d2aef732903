using System.Text;

namespace Drover.Cli.Top;

/// <summary>Takes what a verb prints, and gives it away in whole lines.</summary>
/// <param name="add">Gets one or several lines, without the break behind the last.</param>
internal sealed class PaneOutput(Action<string> add) : Stream
{
    private readonly MemoryStream _open = new();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var end = buffer.LastIndexOf((byte)'\n');
        if (end >= 0)
        {
            _open.Write(buffer[..end]);
            GiveAway();
        }

        _open.Write(buffer[(end + 1)..]);
    }

    /// <summary>Gives away what is left: a line that has no break behind it.</summary>
    public void End()
    {
        if (_open.Length > 0)
            GiveAway();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private void GiveAway()
    {
        add(Encoding.UTF8.GetString(_open.GetBuffer(), 0, (int)_open.Length));
        _open.SetLength(0);
    }
}
