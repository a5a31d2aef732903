using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Drover.Cli.Tests.Live;

/// <summary>A terminal of few talents: what the painters send, and nothing else, ends in its cells.</summary>
internal sealed partial class GridTerminal(int columns, int rows) : Stream
{
    private readonly List<StringBuilder> _lines = [.. Enumerable.Range(0, rows).Select(_ => new StringBuilder(new string(' ', columns)))];
    private int _row;
    private int _column;

    /// <summary>Bytes that came, since somebody set it to 0.</summary>
    public int Bytes { get; set; }

    public IReadOnlyList<string> Lines => _lines.ConvertAll(line => line.ToString().TrimEnd(' '));

    public override void Write(byte[] buffer, int offset, int count)
    {
        Bytes += count;
        var text = Encoding.UTF8.GetString(buffer, offset, count);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\x1b')
            {
                var sequence = Sequence().Match(text, i);
                Assert.True(sequence.Success, $"A sequence that this terminal does not know: {text[i..].Replace("\x1b", "ESC", StringComparison.Ordinal)}");
                Do(sequence.Groups["end"].Value[0], sequence.Groups["numbers"].Value);
                i += sequence.Length;
                continue;
            }

            Put(text[i++]);
        }
    }

    private void Put(char c)
    {
        if (c == '\r')
        {
            _column = 0;
        }
        else if (c == '\n')
        {
            // As a terminal driver has it (ONLCR).
            _column = 0;
            if (_row < rows - 1)
            {
                _row++;
                return;
            }

            _lines.RemoveAt(0);
            _lines.Add(new StringBuilder(new string(' ', columns)));
        }
        else
        {
            Assert.InRange(_column, 0, columns - 1);
            _lines[_row][_column++] = c;
        }
    }

    private void Do(char end, string numbers)
    {
        var first = numbers.Length == 0 ? 1 : int.Parse(numbers.Split(';')[0], CultureInfo.InvariantCulture);
        switch (end)
        {
            case 'A': _row = Math.Max(0, _row - first); break;
            case 'B': _row = Math.Min(rows - 1, _row + first); break;
            case 'C': _column += first; break;
            case 'K': Erase(_row, _column); break;
            case 'J':
                Erase(_row, _column);
                for (var row = _row + 1; row < rows; row++)
                    Erase(row, 0);
                break;
        }
    }

    private void Erase(int row, int from)
    {
        for (var i = from; i < columns; i++)
            _lines[row][i] = ' ';
    }

    [GeneratedRegex(@"\G\x1b\[(?<numbers>[0-9;]*)(?<end>[ABCJK])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sequence();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
