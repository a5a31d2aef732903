using System.Text;

namespace Drover.Cli.Door;

/// <summary>Reads an answer line by line, as it comes.</summary>
internal sealed class ReplyLines(HttpReply reply) : IDisposable
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>What has come and was not taken yet.</summary>
    public ReadOnlySpan<byte> Pending => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The next line without its end; null when the answer is over.</summary>
    public string? Next()
    {
        while (true)
        {
            var length = Pending.IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, length);
                _start += length + 1;
                return line.EndsWith('\r') ? line[..^1] : line;
            }

            Pending.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var count = reply.Read(_buffer.AsSpan(_end));
            if (count == 0)
                return null;
            _end += count;
        }
    }

    public void Dispose() => reply.Dispose();
}
