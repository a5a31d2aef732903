using Drover.Cli.Live;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.TestJobs;

/// <summary>A test job that is followed on a terminal: where it stands and for how long, why it waits, and the newest of its cases.</summary>
internal sealed class TestJobPanel(long id) : ILiveView
{
    private const int MostCases = 8;
    private const int MostLinesOfReason = 3;
    private const int SuiteWidth = 20;
    private const int CaseWidth = 30;
    private const int ResultWidth = 8;

    private readonly List<TestCase> _cases = [];

    public bool IsOver { get; set; }

    /// <summary>Where it stands; null before that is known.</summary>
    public TestJobPicture? Picture { get; set; }

    /// <summary>Since when the daemon does not answer; null while it does.</summary>
    public DateTimeOffset? Away { get; set; }

    public void Add(IEnumerable<TestCase> cases) => _cases.AddRange(cases);

    public IReadOnlyList<ScreenLine> Draw(ScreenSize room, DateTimeOffset now)
    {
        var lines = new List<ScreenLine>();
        if (Away is { } since)
            lines.Add(new ScreenLine(CellText.Cut(Language.Say("panel.away", ElapsedText.Of(now - since), id), room.Columns), Look.Bad));
        if (Picture is { Row: { } row } picture)
        {
            lines.Add(new ScreenLine(CellText.Cut(Title(row, now), room.Columns), Look.Title));
            if (picture.Reason is { } reason)
                lines.AddRange(CellText.Wrap(reason, Math.Max(1, room.Columns - 2), MostLinesOfReason).Select(line => new ScreenLine(CellText.Cut($"  {line}", room.Columns))));
        }

        if (_cases.Count > 0 && room.Rows - lines.Count > 1)
            lines.AddRange(Table(room.Rows - lines.Count - 1).Select(line => line with { Text = CellText.Cut(line.Text, room.Columns) }));
        return lines.Count > room.Rows ? lines[..room.Rows] : lines;
    }

    private string Title(TestJobRow row, DateTimeOffset now)
    {
        var since = row.State == "Submitted" ? row.Submitted : row.Started ?? row.Submitted;
        var device = row.Device is { } name ? Language.Say("test.on-device", name) : "";
        var count = _cases.Count > 0 ? $"; {TestTally.Of(_cases)}" : "";
        return Language.Say("test.panel", id, Printable.Line(row.State.ToLowerInvariant()), device, ElapsedText.Of(now - (since ?? now)), count);
    }

    /// <summary>A line of titles, and the newest cases.</summary>
    private IEnumerable<ScreenLine> Table(int rows)
    {
        yield return new ScreenLine(Line(Language.Say("test.suite"), Language.Say("test.case"), Language.Say("test.result"), Language.Say("test.measured")));
        foreach (var one in _cases.TakeLast(Math.Min(rows, MostCases)))
            yield return new ScreenLine(Line(one.Suite, one.Name, one.Result, one.Measured), one.Result == "fail" ? Look.Bad : Look.Plain);
    }

    private static string Line(string suite, string name, string result, string measured) =>
        $"  {CellText.Fit(suite, SuiteWidth)}  {CellText.Fit(name, CaseWidth)}  {CellText.Fit(result, ResultWidth)}{measured}".TrimEnd(' ');
}
