using System.Buffers;
using System.Globalization;
using System.Text;

namespace Drover.Kernel.Queries;

/// <summary>Takes words, operators and values from the human form, and tells where something is wrong.</summary>
internal sealed class FilterTextScanner(string text)
{
    private static readonly SearchValues<char> s_wordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@%+-");

    private int _at;

    /// <summary>Where the next token starts.</summary>
    public int Position
    {
        get
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
            return _at;
        }
    }

    public bool AtEnd => Position == text.Length;

    public bool AtEndOfCondition => AtEnd || text[_at] == ')' || PeekWord() is "and" or "or";

    public bool Take(string symbol)
    {
        if (string.CompareOrdinal(text, Position, symbol, 0, symbol.Length) != 0) return false;
        _at += symbol.Length;
        return true;
    }

    /// <summary>The word that comes next: starts with a letter, digit or underscore; empty when there is none.</summary>
    public ReadOnlySpan<char> PeekWord()
    {
        var rest = text.AsSpan(Position);
        if (rest.Length == 0 || !(char.IsAsciiLetterOrDigit(rest[0]) || rest[0] is '_' or '/' or '.')) return [];
        var end = rest.IndexOfAnyExcept(s_wordCharacters);
        return end < 0 ? rest : rest[..end];
    }

    public bool TakeWord(string word)
    {
        if (!PeekWord().SequenceEqual(word)) return false;
        _at += word.Length;
        return true;
    }

    public string TakeWord()
    {
        var word = PeekWord().ToString();
        _at += word.Length;
        return word;
    }

    /// <summary>A number with or without sign, a quoted text, true, false, or a bare word that stands for a text.</summary>
    public FieldValue Value(string expected)
    {
        var start = Position;
        if (AtEnd) throw Expected(expected);
        if (text[start] is '"' or '\'') return Quoted(expected);
        if (text[start] is '+' or '-') _at++;
        var signed = _at > start;
        var word = PeekWord();
        if (signed ? word.Length == 0 || char.IsWhiteSpace(text[start + 1]) : word is "" or "and" or "or" or "not" or "in")
        {
            _at = start;
            throw Expected(expected);
        }
        _at += word.Length;
        if (word is "true" or "false" && !signed) return word is "true";
        var whole = text[start.._at];
        if (!IsNumber(word)) return signed ? throw Error(start, $"'{whole}' is no number; put texts in quotes") : whole;
        if (!word.Contains('.'))
            return long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                ? integer
                : throw Error(start, "the number is too large");
        return double.Parse(whole, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    public static bool IsNumber(ReadOnlySpan<char> word)
    {
        var digits = word.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0) return word.Length > 0;
        return digits > 0 && word[digits] == '.' && digits + 1 < word.Length && !word[(digits + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>A text in single or double quotes. A backslash keeps a quote or a backslash from its meaning, and is itself before anything else.</summary>
    public string Quoted(string expected)
    {
        var start = Position;
        if (AtEnd || text[start] is not ('"' or '\'')) throw Expected(expected);
        var quote = text[start];
        var value = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != quote; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length && (text[_at + 1] == quote || text[_at + 1] == '\\')) _at++;
            value.Append(text[_at]);
        }
        if (_at == text.Length) throw Error(start, $"the quote {quote} is not closed");
        _at++;
        return value.ToString();
    }

    /// <summary>A regular expression, as <c>m/re/flags</c> or as a quoted text.</summary>
    public FilterPattern Pattern()
    {
        const string Expectation = "a regular expression, such as m/^node/i or \"^node\"";
        var start = Position;
        if (AtEnd) throw Expected(Expectation);
        string pattern;
        if (text[start] is '"' or '\'') pattern = Quoted(Expectation);
        else
        {
            if (text[start] != 'm' || start + 1 == text.Length || text[start + 1] is not ('/' or '#' or '^' or '|')) throw Expected(Expectation);
            pattern = Delimited(start);
        }
        try
        {
            return new FilterPattern(pattern);
        }
        catch (FilterSyntaxException error)
        {
            throw Error(start, $"the regular expression is wrong: {error.Message}");
        }
    }

    private string Delimited(int start)
    {
        var delimiter = text[start + 1];
        for (_at = start + 2; _at < text.Length && text[_at] != delimiter; _at++)
            if (text[_at] == '\\' && _at + 1 < text.Length) _at++;
        if (_at == text.Length) throw Error(start, $"the regular expression is not closed by {delimiter}");
        var pattern = text[(start + 2).._at++];
        bool ignoreCase = false, dotAll = false;
        for (; _at < text.Length && char.IsAsciiLetter(text[_at]); _at++)
        {
            if (text[_at] == 'i') ignoreCase = true;
            else if (text[_at] == 's') dotAll = true;
            else throw Error(_at, $"'{text[_at]}' is no flag of a regular expression; there are i (ignore case) and s (dot matches line ends)");
        }
        return ignoreCase || dotAll ? $"(?{(ignoreCase ? "i" : "")}{(dotAll ? "s" : "")}){pattern}" : pattern;
    }

    /// <summary>Says what should stand where the next token is.</summary>
    public FilterSyntaxException Expected(string what)
    {
        var at = Position;
        var word = PeekWord().ToString();
        var found = at == text.Length ? "the filter ends" : $"found '{(word.Length > 0 ? word : text[at].ToString())}'";
        return Error(at, $"expected {what}, but {found}");
    }

    public FilterSyntaxException Error(int at, string problem)
    {
        var lineStart = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var lineEnd = text.IndexOf('\n', at);
        var line = text.AsSpan(0, at).Count('\n') + 1;
        var shown = text[lineStart..(lineEnd < 0 ? text.Length : lineEnd)];
        // Tabs stay, so that the caret stands below its character.
        var indent = new string([.. text[lineStart..at].Select(c => c == '\t' ? '\t' : ' ')]);
        var column = at - lineStart + 1;
        return new($"Filter, line {line}, column {column}: {problem}.\n  {shown}\n  {indent}^", line, column);
    }
}
