using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Drover.Yaml.Composition;

/// <summary>
/// The scanner of YamlDotNet, which takes some texts that libyaml refuses: tabs where a line is indented, values without a key, unknown directives, blocks of text without indentation.
/// What PyYAML would not read is refused here too, so that nothing is stored or handed on that only we can read. The other way round some texts that PyYAML reads stay refused: a comment without
/// a blank before it, quoted lines that begin left of their list, a literal block whose first line is nothing but blanks, a key without quotes that holds an asterisk.
/// </summary>
internal sealed class StrictScanner(string text) : IScanner
{
    private const int NoBlock = -1;

    private readonly Scanner _scanner = new(new StringReader(text), skipComments: true);
    private readonly Stack<Level> _levels = new([new Level(NoBlock, IsFlow: false)]);
    private Token? _previous; // of any width
    private Token? _last; // that has characters of its own
    private int _end;
    private bool _maySimpleKeyBegin;

    public Mark CurrentPosition => _scanner.CurrentPosition;

    public Token? Current => _scanner.Current;

    public bool MoveNext() => _scanner.MoveNext() && Checked();

    public bool MoveNextWithoutConsuming() => _scanner.MoveNextWithoutConsuming() && Checked();

    public void ConsumeCurrent() => _scanner.ConsumeCurrent();

    // A list or map that is open: the column of a block, and whether a key waits for its value.
    private sealed record Level(int Column, bool IsFlow)
    {
        public bool HasKey { get; set; }

        public bool HasQuestionMark { get; set; }
    }

    private Level Open => _levels.Peek();

    private bool Checked()
    {
        var token = Current!;
        CheckGap(_end, (int)token.Start.Index);
        switch (token)
        {
            case StreamStart:
                _maySimpleKeyBegin = true;
                break;
            case DocumentEnd when _previous is StreamStart:
                throw Refused(token.Start, "a document cannot end before it begins");
            case BlockMappingStart or BlockSequenceStart:
                _levels.Push(new Level((int)token.Start.Column - 1, IsFlow: false));
                break;
            case FlowMappingStart or FlowSequenceStart:
                _levels.Push(new Level(Open.Column, IsFlow: true));
                break;
            case BlockEnd or FlowMappingEnd or FlowSequenceEnd when _levels.Count > 1:
                _levels.Pop();
                break;
            case FlowEntry:
                Open.HasKey = false;
                break;
            case Key:
                Open.HasKey = true;
                Open.HasQuestionMark = token.End.Index > token.Start.Index;
                break;
            case Value when !Open.HasKey || _previous is Key { Start.Index: var start, End.Index: var end } && start == end || _previous is Scalar { Style: ScalarStyle.Plain, Value: "" }:
                throw Refused(token.Start, "a value has no key before its colon");
            case Value:
                Open.HasKey = false;
                break;
            case Scalar scalar:
                CheckScalar(scalar);
                break;
        }

        _previous = token;
        var tokenEnd = EndOf(token);
        if (tokenEnd <= _end)
            return true;
        _end = tokenEnd;
        _last = token;
        _maySimpleKeyBegin = token is BlockEntry or Scalar { Style: ScalarStyle.Literal or ScalarStyle.Folded } || (token is Key or Value && Open is { IsFlow: false, HasQuestionMark: true });
        return true;
    }

    // The scanner does not say where these tokens end.
    private int EndOf(Token token) => (int)token.Start.Index + token switch
    {
        FlowMappingStart or FlowMappingEnd or FlowSequenceStart or FlowSequenceEnd => 1,
        DocumentEnd => "...".Length,
        VersionDirective or TagDirective => text.AsSpan((int)token.Start.Index).IndexOfAny('\n', '\r') is >= 0 and var length ? length : text.Length - (int)token.Start.Index,
        _ => (int)(token.End.Index - token.Start.Index),
    };

    // Between two tokens stand blanks, line ends and comments. A tab is a blank, but not where a new key could begin.
    private void CheckGap(int from, int to)
    {
        var isAfterPlain = _last is Scalar { Style: ScalarStyle.Plain };
        for (var at = from; at < to; at++)
        {
            switch (text[at])
            {
                case ' ':
                    break;
                case '\n' or '\r' or '\u0085' or '\u2028' or '\u2029':
                    _maySimpleKeyBegin |= !Open.IsFlow;
                    break;
                case '#':
                    isAfterPlain = false;
                    at += text.AsSpan(at, to - at).IndexOfAny('\n', '\r') is >= 0 and var length ? length - 1 : to - at;
                    break;
                case '\t':
                    if (_maySimpleKeyBegin && !Open.IsFlow && !(isAfterPlain && ColumnOf(at) > Open.Column))
                        throw Refused(MarkOf(at), "found a tab that indents");
                    break;
                default:
                    throw Refused(MarkOf(at), text[at] == '%' ? "found a directive other than %YAML and %TAG" : "found a character that begins no value");
            }
        }
    }

    private void CheckScalar(Scalar scalar)
    {
        var written = text.AsSpan((int)scalar.Start.Index, (int)(scalar.End.Index - scalar.Start.Index));
        if (written.ContainsAny('\u2028', '\u2029'))
            throw Refused(scalar.Start, "a text holds a line or paragraph separator (U+2028, U+2029) as it is, not as the escape \\L or \\P");
        if (scalar.Style == ScalarStyle.Plain && scalar.Value.Length > 0)
            CheckPlain(scalar);
        if (scalar.Style is not (ScalarStyle.Literal or ScalarStyle.Folded))
            return;
        if (Open.IsFlow)
            throw Refused(scalar.Start, "a block of text stands between braces or brackets");
        if (scalar.Value.AsSpan().TrimStart('\n') is ['\t', ..])
            throw Refused(scalar.Start, "found a tab that indents a block of text");
        // At the root the least indentation is one blank.
        var lines = written.IndexOf('\n');
        if (Open.Column == NoBlock && lines >= 0 && written[lines..].TrimStart("\r\n") is [not ' ', ..])
            throw Refused(scalar.Start, "a block of text is not indented");
    }

    private void CheckPlain(Scalar scalar)
    {
        if (Open.IsFlow && (scalar.Value[0] == ':' || scalar.Value[^1] == ':'))
            throw Refused(scalar.Start, "a text without quotes begins or ends with a colon between braces or brackets");
        if (scalar.Value[0] is '|' or '>' or '%' or '@' or '`')
            throw Refused(scalar.Start, $"a text without quotes begins with {scalar.Value[0]}");
        // The scanner reads on behind a colon when an asterisk stands somewhere before it.
        if (scalar.Value.Contains('*') && (scalar.Value[^1] == ':' || scalar.Value.Contains(": ", StringComparison.Ordinal)))
            throw Refused(scalar.Start, "a key without quotes holds an asterisk");
    }

    private int ColumnOf(int at) => at - 1 - text.AsSpan(0, at).LastIndexOfAny('\n', '\r');

    private Mark MarkOf(int at) => new(at, text.AsSpan(0, at).Count('\n') + 1, ColumnOf(at) + 1);

    private static SyntaxErrorException Refused(Mark place, string what) => new(place, place, what);
}
