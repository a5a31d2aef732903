using System.Buffers;

namespace Drover.Agent.Accounts.Lines;

/// <summary>A file of lines, each of fields with colons between, and what is to be changed in it. Lines that are not changed stay byte by byte.</summary>
internal sealed class LineFile
{
    private const byte Newline = (byte)'\n', Colon = (byte)':';

    private readonly byte[] _content;
    private readonly List<int> _starts = [];
    private readonly SortedDictionary<int, byte[]?> _changed = [];
    private readonly List<byte[]> _added = [];

    public LineFile(byte[] content)
    {
        _content = content;
        for (var start = 0; start < content.Length;)
        {
            _starts.Add(start);
            var length = content.AsSpan(start).IndexOf(Newline);
            start = length < 0 ? content.Length : start + length + 1;
        }
    }

    /// <summary>How many lines there are, removed and added ones among them.</summary>
    public int Count => _starts.Count + _added.Count;

    /// <summary>Whether anything is to be changed.</summary>
    public bool IsChanged => _changed.Count > 0 || _added.Count > 0;

    /// <summary>A line as it is to be, without its end; empty where it is removed.</summary>
    public ReadOnlySpan<byte> this[int line] =>
        line >= _starts.Count ? _added[line - _starts.Count] : _changed.Count > 0 && _changed.TryGetValue(line, out var changed) ? changed : Original(line);

    /// <summary>Whether a line has an account: it is no comment, no reference to another directory (<c>+</c>, <c>-</c>) and not removed.</summary>
    public bool IsEntry(int line) => this[line] is { Length: > 0 } text && text[0] is not ((byte)'#' or (byte)'+' or (byte)'-');

    /// <summary>Whether a line is empty as the file has it.</summary>
    public bool IsEmpty(int line) => this[line].IsEmpty && !_changed.ContainsKey(line);

    /// <summary>Numbers of the lines whose first field is a name.</summary>
    public List<int> Find(string raw)
    {
        byte[] begin = [.. RawText.Bytes(raw), Colon];
        List<int> found = [];
        for (var line = 0; line < Count; line++)
            if (this[line].StartsWith(begin))
                found.Add(line);
        return found;
    }

    /// <summary>Fields of a line.</summary>
    public string[] Fields(int line) => RawText.From(this[line]).Split((char)Colon);

    /// <summary>One field of a line; null where it has not so many.</summary>
    public string? Field(int line, int field)
    {
        var rest = this[line];
        for (; field > 0; field--)
        {
            var end = rest.IndexOf(Colon);
            if (end < 0)
                return null;
            rest = rest[(end + 1)..];
        }
        var length = rest.IndexOf(Colon);
        return RawText.From(length < 0 ? rest : rest[..length]);
    }

    /// <summary>Gives a line other fields.</summary>
    public void Set(int line, IEnumerable<string> fields)
    {
        var text = RawText.Bytes(string.Join((char)Colon, fields));
        if (text.AsSpan().SequenceEqual(this[line]))
            return;
        if (line >= _starts.Count)
            _added[line - _starts.Count] = text;
        else if (text.AsSpan().SequenceEqual(Original(line)))
            _changed.Remove(line);
        else
            _changed[line] = text;
    }

    /// <summary>Takes a line out.</summary>
    public void Remove(int line)
    {
        if (line >= _starts.Count)
            _added[line - _starts.Count] = [];
        else
            _changed[line] = null;
    }

    /// <summary>Adds a line behind the last account.</summary>
    public void Add(IEnumerable<string> fields) => _added.Add(RawText.Bytes(string.Join((char)Colon, fields)));

    /// <summary>Lines that differ: the number in the file as it is (0 for one that is added), as it is, and as it is to be.</summary>
    public IEnumerable<(int Number, string? Before, string? After)> Changes()
    {
        foreach (var (line, text) in _changed)
            yield return (line + 1, RawText.From(Original(line)), text is null ? null : RawText.From(text));
        foreach (var text in _added.Where(text => text.Length > 0))
            yield return (0, null, RawText.From(text));
    }

    /// <summary>The file as it is to be.</summary>
    public byte[] ToBytes()
    {
        var end = LinesBeforeReferences();
        var output = new ArrayBufferWriter<byte>(_content.Length + 512);
        var from = 0;
        foreach (var (line, text) in _changed.Where(changed => changed.Key < end))
            from = Replace(output, from, line, text);
        var until = end < _starts.Count ? _starts[end] : _content.Length;
        output.Write(_content.AsSpan(from, until - from));
        if (output.WrittenCount > 0 && output.WrittenSpan[^1] != Newline && _added.Any(text => text.Length > 0))
            output.Write([Newline]);
        foreach (var text in _added.Where(text => text.Length > 0))
        {
            output.Write(text);
            output.Write([Newline]);
        }
        from = until;
        foreach (var (line, text) in _changed.Where(changed => changed.Key >= end))
            from = Replace(output, from, line, text);
        output.Write(_content.AsSpan(from));
        return output.WrittenSpan.ToArray();
    }

    private int Replace(ArrayBufferWriter<byte> output, int from, int line, byte[]? text)
    {
        output.Write(_content.AsSpan(from, _starts[line] - from));
        var next = line + 1 < _starts.Count ? _starts[line + 1] : _content.Length;
        if (text is null)
            return next;
        output.Write(text);
        return _starts[line] + Original(line).Length;
    }

    /// <summary>Lines of <c>+</c> and <c>-</c> at the end lead to another directory, and what stands behind them is not reached.</summary>
    private int LinesBeforeReferences()
    {
        var end = _starts.Count;
        while (end > 0 && Original(end - 1) is { Length: > 0 } text && text[0] is (byte)'+' or (byte)'-')
            end--;
        return end;
    }

    private ReadOnlySpan<byte> Original(int line)
    {
        var end = line + 1 < _starts.Count ? _starts[line + 1] : _content.Length;
        var text = _content.AsSpan(_starts[line], end - _starts[line]);
        return text[^1] == Newline ? text[..^1] : text;
    }
}
