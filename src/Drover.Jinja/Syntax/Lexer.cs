using System.Text.RegularExpressions;
using Drover.Jinja.Values;

namespace Drover.Jinja.Syntax;

/// <summary>Cuts a template into tokens. White space goes as <c>trim_blocks</c> and the signs in the tags say.</summary>
internal sealed partial class Lexer
{
    private static readonly string[] s_operators =
        ["//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];

    private readonly string _name;
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private readonly Stack<char> _brackets = new();
    private int _at;
    private int _line = 1;
    private int _counted;

    private Lexer(string name, string source) => (_name, _source) = (name, source);

    /// <exception cref="TemplateException">The template cannot be cut.</exception>
    public static List<Token> Cut(string name, string source)
    {
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        // One newline at the end is not printed.
        var lexer = new Lexer(name, source.EndsWith('\n') ? source[..^1] : source);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        while (_at < _source.Length)
        {
            var begin = NextBegin();
            var text = _source[_at..begin];
            var isStripping = begin + 2 < _source.Length && _source[begin + 2] == '-';
            Add(TokenKind.Data, isStripping ? CodePoints.TrimEnd(text) : text);
            if (begin == _source.Length)
                break;
            _at = begin;
            if (Raw().Match(_source, _at) is { Success: true } raw)
                Verbatim(raw);
            else
                Opened(_source[begin + 1]);
        }
        _at = _source.Length;
        Add(TokenKind.End, "");
    }

    private int NextBegin()
    {
        for (var i = _source.IndexOf('{', _at); i >= 0 && i + 1 < _source.Length; i = _source.IndexOf('{', i + 1))
        {
            if (_source[i + 1] is '{' or '%' or '#')
                return i;
        }
        return _source.Length;
    }

    private void Opened(char kind)
    {
        var line = Line();
        // A plus sign changes nothing where white space before tags stays anyway.
        _at += 2;
        if (_at < _source.Length && _source[_at] is '-' or '+')
            _at++;
        if (kind == '#')
        {
            Comment(line);
            return;
        }
        _tokens.Add(new Token(kind == '{' ? TokenKind.OutputBegin : TokenKind.TagBegin, "", line));
        _brackets.Clear();
        while (_at < _source.Length)
        {
            var length = _brackets.Count > 0 ? 0 : EndLength(kind == '{' ? "}}" : "%}", mayKeep: kind != '{', trimsNewline: kind != '{');
            if (length > 0)
            {
                Add(kind == '{' ? TokenKind.OutputEnd : TokenKind.TagEnd, "");
                _at += length;
                return;
            }
            Piece();
        }
    }

    private void Comment(int line)
    {
        var start = _at;
        for (; _at < _source.Length; _at++)
        {
            var length = EndLength("#}", mayKeep: true, trimsNewline: true);
            if (length == 0)
                continue;
            _at += length;
            return;
        }
        if (start < _source.Length)
            throw new TemplateException(_name, line, "A comment is not closed by '#}'.");
    }

    private void Verbatim(Match begin)
    {
        var line = Line();
        _at += begin.Length;
        if (_at == _source.Length)
            return;
        var end = RawEnd().Match(_source, _at);
        if (!end.Success)
            throw new TemplateException(_name, line, "A 'raw' is not closed by 'endraw'.");
        var text = _source[_at..end.Index];
        Add(TokenKind.Data, end.Groups["strip"].Value == "-" ? CodePoints.TrimEnd(text) : text);
        _at = end.Index + end.Length;
    }

    // How much belongs to the end that stands here, with the white space that goes with it; 0 when none does.
    private int EndLength(string end, bool mayKeep, bool trimsNewline)
    {
        var rest = _source.AsSpan(_at);
        if (rest.StartsWith(end, StringComparison.Ordinal))
            return end.Length + (trimsNewline && rest.Length > end.Length && rest[end.Length] == '\n' ? 1 : 0);
        if (rest.IsEmpty || !rest[1..].StartsWith(end, StringComparison.Ordinal))
            return 0;
        if (mayKeep && rest[0] == '+')
            return end.Length + 1;
        if (rest[0] != '-')
            return 0;
        var length = end.Length + 1;
        while (length < rest.Length && CodePoints.IsSpace(rest[length]))
            length++;
        return length;
    }

    private void Piece()
    {
        var first = _source[_at];
        if (CodePoints.IsSpace(first))
            _at++;
        else if (Float().Match(_source, _at) is { Success: true } real)
            Take(TokenKind.Float, real.Length);
        else if (Whole().Match(_source, _at) is { Success: true } whole)
            Take(TokenKind.Whole, whole.Length);
        else if (IsWord(first))
            Word();
        else if (first is '\'' or '"')
            Quoted(first);
        else
            Operator();
    }

    private void Word()
    {
        var end = _at;
        while (end < _source.Length && IsWord(_source[end]))
            end++;
        if (char.IsDigit(_source[_at]))
            throw Fault($"'{_source[_at..end]}' is no name: names begin with a letter or an underscore.");
        Take(TokenKind.Name, end - _at);
    }

    private void Quoted(char quote)
    {
        var end = _at + 1;
        while (end < _source.Length && _source[end] != quote)
            end += _source[end] == '\\' ? 2 : 1;
        if (end >= _source.Length)
            throw Fault($"A text that begins with {quote} is not closed.");
        try
        {
            Add(TokenKind.Text, TextLiteral.Decode(_source[(_at + 1)..end]));
        }
        catch (TemplateFault fault)
        {
            throw Fault(fault.Message);
        }
        _at = end + 1;
    }

    private void Operator()
    {
        var found = Array.Find(s_operators, candidate => string.CompareOrdinal(_source, _at, candidate, 0, candidate.Length) == 0)
            ?? throw Fault($"The character '{_source[_at]}' has no meaning in an expression.");
        switch (found[0])
        {
            case '(' or '[' or '{':
                _brackets.Push(found[0] switch { '(' => ')', '[' => ']', _ => '}' });
                break;
            case ')' or ']' or '}':
                if (!_brackets.TryPop(out var expected))
                    throw Fault($"A '{found}' closes nothing.");
                if (expected != found[0])
                    throw Fault($"A '{found}' stands where '{expected}' should close what was opened.");
                break;
        }
        Take(TokenKind.Operator, found.Length);
    }

    private void Take(TokenKind kind, int length)
    {
        Add(kind, _source.Substring(_at, length));
        _at += length;
    }

    private void Add(TokenKind kind, string text)
    {
        if (kind != TokenKind.Data || text.Length > 0)
            _tokens.Add(new Token(kind, text, Line()));
    }

    private int Line()
    {
        _line += _source.AsSpan(_counted, _at - _counted).Count('\n');
        _counted = _at;
        return _line;
    }

    private TemplateException Fault(string reason) => new(_name, Line(), reason);

    private static bool IsWord(char character) => character == '_' || char.IsLetterOrDigit(character);

    [GeneratedRegex(@"\G\{%[-+]?\s*raw\s*(?:-%\}\s*|%\})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Raw();

    [GeneratedRegex(@"\{%(?<strip>[-+]?)\s*endraw\s*(?:\+%\}|-%\}\s*|%\}\n?)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RawEnd();

    [GeneratedRegex(@"\G(?<!\.)([0-9]+_)*[0-9]+((\.([0-9]+_)*[0-9]+)?[eE][-+]?([0-9]+_)*[0-9]+|\.([0-9]+_)*[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Float();

    [GeneratedRegex(@"\G(0[bB](_?[01])+|0[oO](_?[0-7])+|0[xX](_?[0-9a-fA-F])+|[1-9](_?[0-9])*|0(_?0)*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Whole();
}
