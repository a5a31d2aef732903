using Drover.Cli.Browsing;
using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.Top;

internal sealed partial class TopView
{
    public void Press(Key key)
    {
        _message = "";
        if (_prompt is { } prompt)
        {
            if (prompt.LetsMove && key.Kind != KeyKind.Text && _text?.Move(key) == true)
                return;
            if (prompt.Press(key) && _prompt == prompt)
                _prompt = null;
        }
        else if (history is not null && key is { Kind: KeyKind.Text, Text: ":" or "i" })
        {
            _prompt = new CommandPrompt(history, actions.Complete, Enter);
        }
        else if (_text is { } text)
        {
            if (key is { Kind: KeyKind.Escape } or { Text: "q" })
                Close();
            else
                text.Move(key);
        }
        else if (!Shown.List.Move(key) && !PressAnywhere(key) && Shown.List.Key is { } chosen)
        {
            Shown.Press(key, chosen, this);
        }
    }

    /// <summary>Ctrl-C while something is typed or shown: it goes, and the program goes on.</summary>
    public void DropInput()
    {
        if (_prompt is not null)
            _prompt = null;
        else
            Close();
    }

    /// <summary>Shows a text in place of the list.</summary>
    public void Show(TextPane text)
    {
        Close();
        _text = text;
    }

    /// <summary>Ends what is shown in place of the list.</summary>
    public void Close()
    {
        _text?.Dispose();
        _text = null;
    }

    public void Ask(IPrompt prompt) => _prompt = prompt;

    /// <summary>Asks for one key; only that of yes is a yes.</summary>
    public void Confirm(string question, Action act) => Ask(new Prompt(Language.Say("top.confirm", question), answer =>
    {
        if (answer == Language.Say("top.yes"))
            act();
    })
    { OneKey = true });

    /// <summary>Runs a command line, and shows what it prints.</summary>
    public void Run(params IReadOnlyList<string> words) => Show(actions.Run(string.Join(' ', words.Prepend("drover")), words));

    private void Enter(string line)
    {
        if (BrowsePath.Looks(line))
            Show(actions.Browse(line));
        else if (CommandWords.Split(line) is var words && words.Count > 0)
            Show(actions.Run(line, words));
    }

    private bool PressAnywhere(Key key)
    {
        switch (key)
        {
            case { Text: "q" } or { Kind: KeyKind.Escape }:
                IsOver = true;
                return true;
            case { Text: "?" }:
                var help = new TextPane(Language.Say("top.keys-title"));
                help.Add(Language.Say(history is null ? "top.help" : "top.help.console"));
                Show(help);
                return true;
            case { Text: "/" }:
                _prompt = new Prompt(Language.Say("top.filter"), text => _filter = text);
                return true;
            case { Text: "s" }:
                Choose(_tab == 1 ? 0 : 1);
                return true;
            case { Text: "f", Kind: KeyKind.Text } when _tabs[^1] is StatusTab status:
                status.IsFull = Shown != status || !status.IsFull;
                Choose(_tabs.Count - 1);
                return true;
            case { Kind: KeyKind.Tab }:
                Choose((_tab + 1) % _tabs.Count);
                return true;
            case { Kind: KeyKind.BackTab }:
                Choose((_tab + _tabs.Count - 1) % _tabs.Count);
                return true;
            case { Text: [>= '1' and <= '9' and var digit] } when digit - '1' < _tabs.Count:
                Choose(digit - '1');
                return true;
            default:
                return false;
        }
    }

    private void Choose(int tab)
    {
        _tab = tab;
        if (Wants == Shown.Wants)
            return;
        Wants = Shown.Wants;
        _looked = default;
        // Figures are asked for when they are drawn.
        if (Wants != new Wanted() && !Shown.IsOfFigures)
            actions.Look();
    }
}
