using System.Globalization;
using Drover.Cli.Live;

namespace Drover.Cli.Top;

internal sealed partial class TopView
{
    private const string Help = """
        arrows, j, k     up and down; page up, page down, Home or g, End or G
        w                why the job waits, with what stands behind it
        l                its log, followed
        c                cancel it; a running one is asked to stop. Asks before
        p                its priority: -20 is first, 19 is last
        /                only lines with a text; an empty text shows all again
        s                services and their processes, or jobs again
        q, Escape        back; from the list: end
        Ctrl-C           end

        Times grow by themselves; all else is drawn when the daemon tells of a change.
        """;

    public void Press(Key key)
    {
        _message = "";
        if (_prompt is { } prompt)
        {
            if (prompt.Press(key) && _prompt == prompt)
                _prompt = null;
        }
        else if (_text is { } text)
        {
            if (key is { Kind: KeyKind.Escape } or { Text: "q" })
                Close();
            else
                text.Move(key);
        }
        else if (!(_showsServices ? _services : _jobs).Move(key))
        {
            PressInList(key);
        }
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

    private void PressInList(Key key)
    {
        switch (key)
        {
            case { Text: "q" } or { Kind: KeyKind.Escape }:
                IsOver = true;
                break;
            case { Text: "?" }:
                var help = new TextPane("Keys");
                help.Add(Help);
                Show(help);
                break;
            case { Text: "/" }:
                _prompt = new Prompt("only lines with:", text => _filter = text);
                break;
            case { Text: "s" }:
                _showsServices = !_showsServices;
                break;
            default:
                if (!_showsServices && _jobs.Key is { } job)
                    PressOnJob(key, long.Parse(job, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void PressOnJob(Key key, long job)
    {
        switch (key.Text)
        {
            case "c":
                _prompt = new Prompt($"cancel job {job}? y or n", answer =>
                {
                    if (answer == "y")
                        actions.Cancel(job, Say);
                })
                { OneKey = true };
                break;
            case "p":
                _prompt = new Prompt($"priority of job {job}, -20 (first) to 19 (last):", answer => SetPriority(job, answer));
                break;
            case "w":
                actions.Why(job, text =>
                {
                    var why = new TextPane($"Job {job}: why");
                    why.Add(text);
                    Show(why);
                });
                break;
            case "l":
                Show(actions.Log(job));
                break;
        }
    }

    private void SetPriority(long job, string answer)
    {
        if (int.TryParse(answer, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority) && priority is >= -20 and <= 19)
            actions.SetPriority(job, priority, Say);
        else if (answer.Length > 0)
            Say($"'{answer}' is not a number from -20 to 19; the priority stays as it is");
    }
}
