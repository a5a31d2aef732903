using System.Text;

namespace Drover.Cli.Door;

/// <summary>One server-sent event.</summary>
internal readonly record struct ServerEvent(string? Id, string Data);

/// <summary>Reads a stream of server-sent events (WHATWG HTML, section 9.2): fields <c>id</c> and <c>data</c>; comments are skipped.</summary>
internal sealed class EventStream(HttpReply reply) : IDisposable
{
    private readonly ReplyLines _lines = new(reply);

    /// <summary>Something can be read without waiting for the daemon.</summary>
    public bool HasMore => _lines.Pending.IndexOf("\n\n"u8) >= 0;

    /// <summary>The next event; null when the daemon has closed the stream.</summary>
    /// <exception cref="TimeoutException">The deadline was over first.</exception>
    public ServerEvent? Next(Deadline deadline)
    {
        reply.Deadline = deadline;
        string? id = null;
        StringBuilder? data = null;
        while (_lines.Next() is { } line)
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

    public void Dispose() => _lines.Dispose();
}
