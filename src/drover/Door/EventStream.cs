using System.Text;

namespace Drover.Cli.Door;

/// <summary>One server-sent event.</summary>
internal readonly record struct ServerEvent(string? Id, string Data);

/// <summary>Reads a stream of server-sent events (WHATWG HTML, section 9.2): fields <c>id</c> and <c>data</c>; comments are skipped.</summary>
internal sealed class EventStream(HttpReply reply) : IDisposable
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Something can be read without waiting for the daemon.</summary>
    public bool HasMore => _buffer.AsSpan(_start, _end - _start).IndexOf("\n\n"u8) >= 0;

    /// <summary>The next event; null when the daemon has closed the stream.</summary>
    /// <exception cref="TimeoutException">The deadline was over first.</exception>
    public ServerEvent? Next(Deadline deadline)
    {
        reply.Deadline = deadline;
        string? id = null;
        StringBuilder? data = null;
        while (ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                if (data is not null)
                    return new ServerEvent(id, data.ToString());
                id = null;
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon == 0)
                continue;
            var name = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            if (value.StartsWith(' '))
                value = value[1..];
            if (name == "id")
                id = value;
            else if (name == "data")
                data = data is null ? new StringBuilder(value) : data.Append('\n').Append(value);
        }

        return null;
    }

    public void Dispose() => reply.Dispose();

    private string? ReadLine()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, length);
                _start += length + 1;
                return line.EndsWith('\r') ? line[..^1] : line;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var count = reply.Read(_buffer.AsSpan(_end));
            if (count == 0)
                return null;
            _end += count;
        }
    }
}
