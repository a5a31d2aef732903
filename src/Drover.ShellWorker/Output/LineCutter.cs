using System.Text;

namespace Drover.ShellWorker.Output;

/// <summary>Makes lines of bytes. What has no end yet is kept for the next bytes; what is longer than the limit becomes several lines. The same bytes always give the same
/// lines, however they come.</summary>
/// <param name="longest">Longest line in bytes.</param>
internal sealed class LineCutter(int longest)
{
    private readonly List<byte> _open = [];

    /// <summary>Bytes that are no whole line yet.</summary>
    public int Open => _open.Count;

    /// <summary>The lines that these bytes end.</summary>
    public List<string> Take(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var room = longest - _open.Count;
            var part = end >= 0 && end <= room ? bytes[..end] : bytes[..Math.Min(room, bytes.Length)];
            _open.AddRange(part);
            bytes = bytes[part.Length..];
            if (end == part.Length)
            {
                bytes = bytes[1..];
                lines.Add(Close(_open.Count));
            }
            else if (_open.Count == longest && !bytes.IsEmpty)
            {
                lines.Add(Close(WholeCharacters()));
            }
        }
        return lines;
    }

    /// <summary>The last line, when it has no end; null when there is none.</summary>
    public string? Rest() => _open.Count == 0 ? null : Close(_open.Count);

    private string Close(int count)
    {
        var line = Encoding.UTF8.GetString(_open.GetRange(0, count).ToArray());
        _open.RemoveRange(0, count);
        return line.TrimEnd('\r');
    }

    /// <summary>A character of several bytes is not cut.</summary>
    private int WholeCharacters()
    {
        var begin = _open.Count - 1;
        while (begin > _open.Count - 4 && (_open[begin] & 0xC0) == 0x80)
            begin--;
        var length = _open[begin] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
        return begin > 0 && begin + length > _open.Count ? begin : _open.Count;
    }
}
