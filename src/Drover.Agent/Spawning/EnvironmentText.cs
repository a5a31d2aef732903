using System.Text;

namespace Drover.Agent.Spawning;

/// <summary>Takes the text of an environment file apart, once.</summary>
/// <param name="text">The text.</param>
/// <param name="refuse">Makes the exception for a line, counted from 1, and what is wrong with it.</param>
internal sealed class EnvironmentText(string text, Func<int, string, AgentException> refuse)
{
    private const string EscapedInDoubleQuotes = "\"\\`$";

    private readonly StringBuilder _value = new();
    private int _at;
    private int _line = 1;

    /// <exception cref="AgentException">A line is wrong.</exception>
    internal IReadOnlyList<KeyValuePair<string, string>> Read()
    {
        var variables = new List<KeyValuePair<string, string>>();
        while (_at < text.Length)
        {
            if (IsBlank(text[_at]) || text[_at] == '\n')
                Next();
            else if (text[_at] is '#' or ';')
                ReadToLineEnd();
            else if (ReadName() is { } name)
                variables.Add(new KeyValuePair<string, string>(name, ReadValue()));
        }
        return variables;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r';

    /// <summary>The name before an equals sign; null for a line without one, which says nothing.</summary>
    private string? ReadName()
    {
        var begin = _at;
        while (_at < text.Length && text[_at] is not ('=' or '\n'))
            _at++;
        if (_at == text.Length || text[_at] == '\n')
            return null;
        var name = text[begin.._at++].TrimEnd();
        return IsName(name) ? name : throw refuse(_line, $"sets \"{name}\", which is no name of a variable: letters, digits and _, the first no digit");
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Quotes count where a value, or what follows a quoted part of it, begins; amid other text they stand for themselves.</summary>
    private string ReadValue()
    {
        _value.Clear();
        while (_at < text.Length && text[_at] != '\n')
        {
            if (IsBlank(text[_at]))
                Next();
            else if (text[_at] is '\'' or '"')
                ReadQuoted();
            else
                ReadBare();
        }
        return _value.ToString();
    }

    private void ReadBare()
    {
        var kept = _value.Length;
        while (_at < text.Length && text[_at] != '\n')
        {
            var c = Next();
            if (c == '\\')
            {
                // A backslash at the end of a line continues it; before anything else it keeps that as it is, blanks too.
                if (_at < text.Length && Next() is var escaped and not '\n')
                    _value.Append(escaped);
                kept = _value.Length;
                continue;
            }
            _value.Append(c);
            if (!IsBlank(c))
                kept = _value.Length;
        }
        _value.Length = kept;
    }

    private void ReadQuoted()
    {
        var begin = _line;
        var quote = Next();
        while (_at < text.Length)
        {
            var c = Next();
            if (c == quote)
                return;
            if (c != '\\' || quote == '\'' || _at == text.Length)
                _value.Append(c);
            else if (Next() is var escaped && EscapedInDoubleQuotes.Contains(escaped, StringComparison.Ordinal))
                _value.Append(escaped);
            else if (escaped != '\n')
                _value.Append('\\').Append(escaped);
        }
        throw refuse(begin, $"begins a value in {quote} that does not end");
    }

    private void ReadToLineEnd()
    {
        while (_at < text.Length && text[_at] != '\n')
            _at++;
    }

    private char Next()
    {
        var c = text[_at++];
        if (c == '\n')
            _line++;
        return c;
    }
}
