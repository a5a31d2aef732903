using System.Globalization;
using Drover.Cli.Live;
using Drover.Cli.Overview;
using Drover.Cli.Terminal;

namespace Drover.Cli.Top;

/// <summary>The full screen: how the fleet is, below it a list of jobs or services, a text in its place, and a line for questions and answers.</summary>
internal sealed partial class TopView(ITopActions actions) : ILiveView
{
    private const string Keys = "q quit  ? help  w why  l logs  c cancel  p priority  / filter  s services";
    private const string KeysOfServices = "q quit  ? help  / filter  s jobs";
    private const string KeysOfText = "q back  j k move";

    private const int LowScreen = 9;

    private readonly SelectableList _jobs = new();
    private readonly SelectableList _services = new();
    private string _filter = "";
    private string _message = "";
    private bool _showsServices;
    private Prompt? _prompt;
    private TextPane? _text;

    public bool IsOver { get; set; }

    public TopPicture? Picture { get; set; }

    /// <summary>Why the daemon cannot be asked; null when it answers.</summary>
    public string? Away { get; set; }

    /// <summary>What is said in the last line until the next key.</summary>
    public void Say(string message) => _message = message;

    public IReadOnlyList<ScreenLine> Draw(ScreenSize room, DateTimeOffset now)
    {
        var lines = new List<ScreenLine>();
        if (Picture is { } picture)
        {
            lines.AddRange(Head(picture.Status, room.Rows));
            // Where there is hardly room the list goes before its title.
            var hasTitle = room.Rows - lines.Count > 3;
            var height = room.Rows - lines.Count - (hasTitle ? 2 : 1);
            var list = _text is { } text
                ? text.Draw(room.Columns, height).Prepend(new ScreenLine(text.Title, Look.Title))
                : _showsServices ? Services(picture, room, height) : Jobs(picture, room, now, height);
            lines.AddRange(hasTitle ? list : list.Skip(1));
        }
        else if (Away is not null)
        {
            lines.Add(new ScreenLine(Away, Look.Bad));
        }

        while (lines.Count < room.Rows - 1)
            lines.Add(new ScreenLine(""));
        lines.Add(new ScreenLine(Foot()));
        return [.. lines.TakeLast(room.Rows).Select(line => line with { Text = CellText.Cut(line.Text, room.Columns) })];
    }

    /// <summary>Above the list: four lines, one on a low screen, none on one of three lines.</summary>
    private List<ScreenLine> Head(FleetStatus status, int rows)
    {
        var away = Away is null ? new ScreenLine("") : new ScreenLine($"not of this moment: {Away}", Look.Bad);
        if (rows >= LowScreen)
            return [StatusLines.Verdict(status), StatusLines.Queue(status.Queue), StatusLines.ServicesAndDisk(status), away];
        return rows < 4 ? [] : [Away is null ? StatusLines.Verdict(status) : away];
    }

    private IEnumerable<ScreenLine> Jobs(TopPicture picture, ScreenSize room, DateTimeOffset now, int height)
    {
        var width = room.Columns - SelectableList.Margin;
        _jobs.Take([.. picture.Jobs
            .Select(job => new ListRow(job.Id.ToString(CultureInfo.InvariantCulture), new ScreenLine(JobColumns.Line(job, picture.Why.GetValueOrDefault(job.Id), width, now), JobColumns.LookOf(job))))
            .Where(row => Matches(row.Line.Text))]);
        return _jobs.Draw(height).Prepend(Title(JobColumns.Title(width)));
    }

    private IEnumerable<ScreenLine> Services(TopPicture picture, ScreenSize room, int height)
    {
        var rows = picture.Status.Groups.Concat(picture.Processes).OrderBy(row => row.Name, StringComparer.Ordinal).ToList();
        var nameWidth = Math.Min(room.Columns / 3, rows.Select(row => CellText.Width(row.Name)).Append("Service".Length).Max());
        string Line(string name, string state, string note) => $"{CellText.Fit(name, nameWidth)}  {CellText.Fit(state, 10)}  {note}".TrimEnd(' ');
        _services.Take([.. rows
            .Select(row => new ListRow(row.Name, new ScreenLine(Line(row.Name, row.State, row.Note), row.IsBad ? Look.Bad : Look.Plain)))
            .Where(row => Matches(row.Line.Text))]);
        return _services.Draw(height).Prepend(Title(Line("Service", "State", "")));
    }

    private static ScreenLine Title(string text) => new(new string(' ', SelectableList.Margin) + text, Look.Title);

    private bool Matches(string line) => line.Contains(_filter, StringComparison.OrdinalIgnoreCase);

    private string Foot()
    {
        if (_prompt is { } prompt)
            return $"{prompt.Question} {prompt.Answer}_";
        if (_message.Length > 0)
            return _message;
        var keys = _text is not null ? KeysOfText : _showsServices ? KeysOfServices : Keys;
        return _filter.Length > 0 && _text is null ? $"only '{_filter}' (/ Enter: all)  {keys}" : keys;
    }
}
