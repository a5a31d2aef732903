using Drover.Cli.Live;
using Drover.Cli.Overview;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Top;

/// <summary>The full screen: how the fleet is, below it one of several lists, a text in its place, and a line for questions and answers.</summary>
/// <param name="actions">What keys do.</param>
/// <param name="history">The command lines of before; null where there is no command line, as in <c>drover top</c>.</param>
internal sealed partial class TopView(ITopActions actions, CommandHistory? history = null) : ILiveView
{
    private const int LowScreen = 9;

    /// <summary>Figures are asked for so often while they are shown.</summary>
    private static readonly TimeSpan s_figures = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<Tab> _tabs = history is null
        ? [new JobsTab(), new ServicesTab()]
        : [new JobsTab(), new ServicesTab(), new DevicesTab(), new TableTab("top.nodes", "node"), new StatusTab()];

    private int _tab;
    private string _filter = "";
    private string _message = "";
    private IPrompt? _prompt;
    private TextPane? _text;
    private DateTimeOffset _looked;

    public bool IsOver { get; set; }

    public TopPicture? Picture { get; set; }

    /// <summary>Why the daemon cannot be asked; null when it answers.</summary>
    public string? Away { get; set; }

    /// <summary>What the next picture is to hold. Read by the thread that asks.</summary>
    public Wanted Wants { get; private set; } = new();

    /// <summary>Something is typed in the last line, or runs above it: Ctrl-C is for that. Read by the thread of signals.</summary>
    public bool IsBusy => _prompt is not null || _text is not null;

    public ITopActions Actions => actions;

    private Tab Shown => _tabs[_tab];

    /// <summary>What is said in the last line until the next key.</summary>
    public void Say(string message) => _message = message;

    public IReadOnlyList<ScreenLine> Draw(ScreenSize room, DateTimeOffset now)
    {
        if (Shown.IsOfFigures && now - _looked >= s_figures)
        {
            _looked = now;
            actions.Look();
        }

        var foot = Foot(room.Columns);
        var rows = Math.Max(1, room.Rows - foot.Count + 1);
        var lines = new List<ScreenLine>();
        if (Picture is { } picture)
        {
            lines.AddRange(Head(picture.Status, rows));
            // Where there is hardly room the list goes before its title.
            var hasTitle = rows - lines.Count > 3;
            var height = rows - lines.Count - (hasTitle ? 2 : 1);
            var list = _text is { } text
                ? text.Draw(room.Columns, height).Prepend(new ScreenLine(text.Title, Look.Title))
                : List(picture, room.Columns - SelectableList.Margin, now, height);
            lines.AddRange(hasTitle ? list : list.Skip(1));
        }
        else if (Away is not null)
        {
            lines.Add(new ScreenLine(Away, Look.Bad));
        }

        while (lines.Count < rows - 1)
            lines.Add(new ScreenLine(""));
        lines.AddRange(foot.Select(line => new ScreenLine(line)));
        return [.. lines.TakeLast(room.Rows).Select(line => line with { Text = CellText.Cut(line.Text, room.Columns) })];
    }

    /// <summary>Above the list: four lines, one on a low screen, none on one of three lines.</summary>
    private List<ScreenLine> Head(FleetStatus status, int rows)
    {
        var away = Away is null ? new ScreenLine(history is null ? "" : Bar()) : new ScreenLine(Language.Say("top.old", Away), Look.Bad);
        if (rows >= LowScreen)
            return [StatusLines.Verdict(status), StatusLines.Queue(status.Queue), StatusLines.ServicesAndDisk(status), away];
        return rows < 4 ? [] : [Away is null ? StatusLines.Verdict(status) : away];
    }

    /// <summary>The lists that there are, by the digits that choose them.</summary>
    private string Bar() => string.Join("  ", _tabs.Select((tab, i) => i == _tab ? $"[{i + 1} {tab.Name}]" : $" {i + 1} {tab.Name} "));

    private IEnumerable<ScreenLine> List(TopPicture picture, int width, DateTimeOffset now, int height)
    {
        var (title, rows) = Shown.Table(picture, width, now);
        Shown.List.Take([.. rows.Where(row => row.Line.Text.Contains(_filter, StringComparison.OrdinalIgnoreCase))]);
        return Shown.List.Draw(height).Prepend(new ScreenLine(new string(' ', SelectableList.Margin) + title, Look.Title));
    }

    private List<string> Foot(int width)
    {
        if (_prompt is { } prompt)
            return [.. prompt.Lines(width)];
        if (_message.Length > 0)
            return [_message];
        if (_text is not null)
            return [Language.Say("top.keys.text")];
        var keys = Language.Say("top.keys") + (history is null ? "" : Language.Say("top.keys.command")) + Shown.Keys + Language.Say("top.keys.end") + Others();
        return [_filter.Length > 0 ? Language.Say("top.only", _filter, keys) : keys];
    }

    /// <summary>The key for the other list, where the bar above does not name them all.</summary>
    private string Others() => history is not null ? "" : Language.Say(_tab == 0 ? "top.keys.to-services" : "top.keys.to-jobs");
}
