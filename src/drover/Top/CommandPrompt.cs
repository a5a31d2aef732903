using Drover.Cli.Live;
using Drover.Cli.Shell;
using Drover.Cli.Terminal;

namespace Drover.Cli.Top;

/// <summary>The command line of the console: it can be edited, remembers those of before, and completes.</summary>
/// <param name="history">Those of before.</param>
/// <param name="complete">Asks what may stand at the end of a line; the answer comes later, on the thread of the loop.</param>
/// <param name="accept">Gets the line.</param>
internal sealed class CommandPrompt(CommandHistory history, Action<string, Action<Completion>> complete, Action<string> accept) : IPrompt
{
    private const int Longest = 2000;

    /// <summary>Lines of what there is to choose from.</summary>
    private const int MostLines = 3;

    private string _text = "";
    private int _cursor;
    private int _place = history.Lines.Count;
    private string _typed = "";
    private IReadOnlyList<string> _choices = [];

    public bool LetsMove => false;

    public bool Press(Key key)
    {
        _choices = [];
        switch (key.Kind)
        {
            case KeyKind.Escape:
                return true;
            case KeyKind.Control when key.Text == "^d" && _text.Length == 0:
                return true;
            case KeyKind.Enter:
                history.Add(_text.TrimEnd());
                accept(_text.Trim());
                return true;
            case KeyKind.Tab:
                var asked = _text[.._cursor];
                complete(asked, answer => Take(asked, answer));
                return false;
            case KeyKind.Up or KeyKind.Down:
                Recall(_place + (key.Kind == KeyKind.Up ? -1 : 1));
                return false;
            case KeyKind.Text when _text.Length < Longest:
                Replace(_cursor, _cursor, key.Text);
                return false;
            default:
                Edit(key);
                return false;
        }
    }

    public IEnumerable<string> Lines(int width)
    {
        if (_choices.Count > 0)
        {
            foreach (var line in CellText.Wrap(string.Join("  ", _choices), width, MostLines))
                yield return line;
        }

        // The end of what is before the cursor is seen, whatever the width.
        var before = ":" + _text[.._cursor];
        while (CellText.Width(before) > width - 1 && before.Length > 1)
            before = before[(char.IsHighSurrogate(before[0]) ? 2 : 1)..];
        yield return CellText.Cut($"{before}_{_text[_cursor..]}", width);
    }

    private void Edit(Key key)
    {
        switch (key)
        {
            case { Kind: KeyKind.Left } or { Text: "^b" }:
                _cursor = Before(_cursor);
                break;
            case { Kind: KeyKind.Right } or { Text: "^f" }:
                _cursor = After(_cursor);
                break;
            case { Kind: KeyKind.Home } or { Text: "^a" }:
                _cursor = 0;
                break;
            case { Kind: KeyKind.End } or { Text: "^e" }:
                _cursor = _text.Length;
                break;
            case { Kind: KeyKind.Backspace }:
                Replace(Before(_cursor), _cursor, "");
                break;
            case { Kind: KeyKind.Delete } or { Text: "^d" }:
                Replace(_cursor, After(_cursor), "");
                break;
            case { Text: "^u" }:
                Replace(0, _cursor, "");
                break;
            case { Text: "^k" }:
                Replace(_cursor, _text.Length, "");
                break;
            case { Text: "^w" }:
                Replace(_text[.._cursor].TrimEnd(' ').LastIndexOf(' ') + 1, _cursor, "");
                break;
        }
    }

    private void Recall(int place)
    {
        if (place < 0 || place > history.Lines.Count)
            return;
        if (_place == history.Lines.Count)
            _typed = _text;
        _place = place;
        _text = place == history.Lines.Count ? _typed : history.Lines[place];
        _cursor = _text.Length;
    }

    private void Take(string asked, Completion answer)
    {
        // Somebody has typed on: the answer is to another question.
        if (_text[.._cursor] != asked || answer.Texts.Count == 0)
            return;
        var word = asked[answer.From..];
        var common = answer.Texts.Aggregate(static (a, b) => a[..a.AsSpan().CommonPrefixLength(b)]);
        if (answer.Texts.Count == 1 && common[^1] is not ('=' or '.' or '[' or ':'))
            common += " ";
        if (common.Length > word.Length)
            Replace(answer.From, _cursor, common);
        if (answer.Texts.Count > 1)
            _choices = answer.Texts;
    }

    private void Replace(int from, int to, string by)
    {
        _text = _text[..from] + by + _text[to..];
        _cursor = from + by.Length;
    }

    private int Before(int place) => place == 0 ? 0 : place - (place > 1 && char.IsLowSurrogate(_text[place - 1]) ? 2 : 1);

    private int After(int place) => place == _text.Length ? place : place + (char.IsHighSurrogate(_text[place]) ? 2 : 1);
}
