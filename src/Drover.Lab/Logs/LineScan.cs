using System.Text.Unicode;

namespace Drover.Lab.Logs;

/// <summary>
/// Finds the level of a log line without building a tree. LAVA's lines are one flow mapping with quoted keys and quoted values; what is in that form is read here,
/// anything else is left to a YAML parser. Nothing that a parser would refuse is taken for a line in the usual form, except inside of a nested <c>msg</c>.
/// </summary>
public ref struct LineScan
{
    private readonly ReadOnlySpan<byte> _line;
    private int _at;

    private LineScan(ReadOnlySpan<byte> line) => _line = line;

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="level">Its level; <see cref="LineLevel.NeedsParse"/> where a parser has to say.</param>
    /// <returns>Why the line cannot be one of a log; null when it is, or when a parser has to say.</returns>
    public static LineProblem? Read(ReadOnlySpan<byte> line, out LineLevel level)
    {
        level = LineLevel.NeedsParse;
        // A line break is legal YAML inside of quotes, but "one document, one line" is the protocol, and what is stored is lines.
        if (line.IsEmpty || line.IndexOfAny((byte)'\n', (byte)'\r') >= 0 || !Utf8.IsValid(line))
            return LineProblem.NotText;
        // Raw control characters are not YAML, and a tab is: a parser says which of them are where.
        if (line.IndexOfAnyInRange((byte)0, (byte)0x1f) >= 0 || line.Contains((byte)0x7f))
            return null;
        return new LineScan(line).Mapping(ref level);
    }

    private LineProblem? Mapping(ref LineLevel level)
    {
        var found = LineLevel.NeedsParse;
        var hasMessage = false;
        SkipBlanks();
        if (!Take((byte)'{'))
            return null;
        do
        {
            SkipBlanks();
            if (!Quoted(out var key))
                return null;
            SkipBlanks();
            if (!Take((byte)':'))
                return null;
            SkipBlanks();
            var isQuoted = Next is (byte)'"';
            if (!Value(out var value))
                return null;
            // A key that comes twice counts the last time, as with Python.
            if (key.SequenceEqual("lvl"u8))
            {
                if (!isQuoted || value.Contains((byte)'\\'))
                    return null;
                found = LevelOf(value);
            }
            else if (key.SequenceEqual("msg"u8))
                hasMessage = true;
            // With an escape in it a key may be any, also one of these two.
            else if (key.Contains((byte)'\\'))
                return null;
            SkipBlanks();
        }
        while (Take((byte)','));
        if (!Take((byte)'}'))
            return null;
        SkipBlanks();
        if (_at != _line.Length)
            return null;
        if (found == LineLevel.NeedsParse || !hasMessage)
            return LineProblem.NoLevelOrMessage;
        level = found;
        return null;
    }

    /// <summary>A quoted scalar, with or without a tag before it, or something nested; of the latter the value is empty.</summary>
    private bool Value(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (Next is (byte)'{' or (byte)'[')
            return Nested();
        if (Next is not (byte)'!')
            return Quoted(out value);
        // "! " and "!!int " before a scalar; a tag with more to it goes to the parser.
        while (Next is (byte)'!' or (>= (byte)'a' and <= (byte)'z'))
            _at++;
        return Take((byte)' ') && Quoted(out _);
    }

    /// <summary>Skips to the bracket that closes this one. What stands between quotes does not count.</summary>
    private bool Nested()
    {
        var depth = 0;
        do
        {
            switch (Next)
            {
                case (byte)'"':
                    if (!Quoted(out _))
                        return false;
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    break;
                // The end, comments and single quotes.
                case null or (byte)'#' or (byte)'\'':
                    return false;
            }
            _at++;
        }
        while (depth > 0);
        return true;
    }

    /// <summary>A scalar in double quotes; its escapes are checked and left as they are.</summary>
    private bool Quoted(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!Take((byte)'"'))
            return false;
        var start = _at;
        while (true)
        {
            var special = _line[_at..].IndexOfAny((byte)'"', (byte)'\\');
            if (special < 0)
                return false;
            _at += special + 1;
            if (_line[_at - 1] == (byte)'"')
                break;
            if (!Escape())
                return false;
        }
        text = _line[start..(_at - 1)];
        return true;
    }

    /// <summary>What follows a backslash: YAML 1.1, 5.6.</summary>
    private bool Escape()
    {
        var digits = Next switch
        {
            (byte)'x' => 2,
            (byte)'u' => 4,
            (byte)'U' => 8,
            { } character when "0abt\tnvfre \"/\\N_LP"u8.Contains(character) => 0,
            _ => -1,
        };
        if (digits < 0 || _line.Length - ++_at < digits)
            return false;
        // Halves of surrogate pairs are JSON and no YAML, and end LAVA's own readers.
        if (digits == 4 && _line[_at] is ((byte)'d' or (byte)'D') && _line[_at + 1] >= (byte)'8')
            return false;
        for (var end = _at + digits; _at < end; _at++)
            if (!char.IsAsciiHexDigit((char)_line[_at]))
                return false;
        return true;
    }

    private static LineLevel LevelOf(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("target"u8) => LineLevel.Target,
        _ when word.SequenceEqual("debug"u8) => LineLevel.Debug,
        _ when word.SequenceEqual("info"u8) => LineLevel.Info,
        _ when word.SequenceEqual("input"u8) => LineLevel.Input,
        _ when word.SequenceEqual("feedback"u8) => LineLevel.Feedback,
        _ when word.SequenceEqual("results"u8) => LineLevel.Results,
        _ when word.SequenceEqual("warning"u8) => LineLevel.Warning,
        _ when word.SequenceEqual("error"u8) => LineLevel.Error,
        _ when word.SequenceEqual("exception"u8) => LineLevel.Exception,
        _ when word.SequenceEqual("event"u8) => LineLevel.Event,
        _ when word.SequenceEqual("marker"u8) => LineLevel.Marker,
        _ => LineLevel.Other,
    };

    private readonly byte? Next => _at < _line.Length ? _line[_at] : null;

    private bool Take(byte wanted)
    {
        if (Next != wanted)
            return false;
        _at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (Next is (byte)' ')
            _at++;
    }
}
