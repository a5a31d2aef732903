using Drover.Cli.Live;
using Drover.Cli.Overview;
using Drover.Cli.Terminal;
using Drover.Cli.Top;

namespace Drover.Cli.Tests.Top;

public sealed class TopViewTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly ScreenSize s_room = new(80, 24);

    private readonly SeenActions _seen = new();
    private readonly TopView _view;

    public TopViewTests() => _view = new TopView(_seen) { Picture = Picture(Job(1, "running"), Job(2, "waiting"), Job(3, "waiting")) };

    [Fact]
    public void The_chosen_job_stays_chosen_when_others_come_and_go()
    {
        Press("j");
        Assert.Equal("2", Chosen());
        _view.Picture = Picture(Job(7, "running"), Job(8, "running"), Job(3, "waiting"), Job(2, "waiting"));
        Assert.Equal("2", Chosen());
        _view.Picture = Picture(Job(7, "running"), Job(8, "running"));
        Assert.Equal("8", Chosen());
        _view.Picture = Picture();
        Assert.Null(Chosen());
        Press("c");
        Assert.Equal([], _seen.Asked);
    }

    [Theory]
    [InlineData(9, 3)]
    [InlineData(5, 2)]
    [InlineData(4, 2)]
    [InlineData(3, 2)]
    [InlineData(2, 1)]
    public void On_a_low_screen_jobs_come_before_figures(int rows, int jobs)
    {
        var lines = _view.Draw(new ScreenSize(20, rows), s_now).Select(line => line.Text).ToList();
        Assert.Equal(rows, lines.Count);
        Assert.Equal(jobs, lines.Count(line => line.Contains("running", StringComparison.Ordinal) || line.Contains("waiting", StringComparison.Ordinal)));
        Assert.StartsWith("q quit", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Cancel_asks_before_and_only_y_is_a_yes()
    {
        Press("c");
        Assert.Equal("cancel job 1? y or n _", Foot());
        Press("n", "c", "x");
        Assert.Equal([], _seen.Asked);
        Press("c", "y");
        Assert.Equal(["cancel 1"], _seen.Asked);
        Assert.Equal("done", Foot());
    }

    [Fact]
    public void A_priority_is_typed_and_what_is_none_changes_nothing()
    {
        Press("p", "-", "5", "0");
        Assert.Equal("priority of job 1, -20 (first) to 19 (last): -50_", Foot());
        Press(KeyKind.Enter);
        Assert.Equal("'-50' is not a number from -20 to 19; the priority stays as it is", Foot());
        Press("p", "-", "5", "0");
        Press(KeyKind.Backspace);
        Press(KeyKind.Enter);
        Press("p", "7");
        Press(KeyKind.Escape);
        Assert.Equal(["priority 1 -5"], _seen.Asked);
    }

    [Fact]
    public void A_filter_leaves_the_lines_that_have_its_text()
    {
        Press("/", "W", "a", "i", "t", "i");
        Press(KeyKind.Enter);
        Assert.Equal(["2", "3"], Rows());
        Press("/");
        Press(KeyKind.Enter);
        Assert.Equal(["1", "2", "3"], Rows());
    }

    [Fact]
    public void Why_and_logs_take_the_place_of_the_list_and_q_leads_back()
    {
        Press("j", "w");
        Assert.Contains("because of job 2", Text(), StringComparison.Ordinal);
        Press("q", "l");
        Assert.Contains("Log of job 2", Text(), StringComparison.Ordinal);
        Press("q");
        Assert.False(_view.IsOver);
        Assert.Equal("2", Chosen());
        Press("q");
        Assert.True(_view.IsOver);
    }

    [Fact]
    public void Services_are_one_key_away()
    {
        Press("s");
        Assert.Contains("> web        DEGRADED    at level 1: bad pauses", Text(), StringComparison.Ordinal);
        Assert.Contains("  web/httpd  UP", Text(), StringComparison.Ordinal);
        Press("c");
        Assert.Equal([], _seen.Asked);
        Press("s");
        Assert.Equal("1", Chosen());
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(60, 20)]
    [InlineData(20, 4)]
    [InlineData(3, 1)]
    public void The_screen_is_filled_and_nothing_is_drawn_beyond_it(int columns, int rows)
    {
        _view.Picture = Picture([.. Enumerable.Range(1, 100).Select(i => Job(i, "waiting"))]);
        foreach (var key in (string[])["", "?", "q", "s", "s", "/"])
        {
            if (key.Length > 0)
                Press(key);
            var lines = _view.Draw(new ScreenSize(columns, rows), s_now);
            Assert.Equal(rows, lines.Count);
            Assert.All(lines, line => Assert.InRange(CellText.Width(line.Text), 0, columns));
        }
    }

    [Fact]
    public void A_long_list_moves_with_the_chosen_row()
    {
        _view.Picture = Picture([.. Enumerable.Range(1, 100).Select(i => Job(i, "waiting"))]);
        Press("G");
        Assert.Equal("100", Chosen());
        Press("k");
        Assert.Equal("99", Chosen());
        Press("g");
        Assert.Equal("1", Chosen());
    }

    [Fact]
    public void A_picture_that_is_not_of_this_moment_says_so()
    {
        _view.Away = "no daemon answers";
        Assert.Contains("not of this moment: no daemon answers", Text(), StringComparison.Ordinal);
        Assert.Equal(["1", "2", "3"], Rows());
    }

    private void Press(params string[] keys)
    {
        foreach (var key in keys)
        {
            Text();
            _view.Press(new Key(KeyKind.Text, key));
        }
    }

    private void Press(KeyKind kind) => _view.Press(new Key(kind));

    private string Text() => string.Join('\n', _view.Draw(s_room, s_now).Select(line => line.Text));

    private string Foot() => _view.Draw(s_room, s_now)[^1].Text;

    /// <summary>Ids of the jobs that are shown.</summary>
    private List<string> Rows() =>
        [.. _view.Draw(s_room, s_now).Skip(5).SkipLast(1).Select(line => line.Text.TrimStart('>').Trim()).Where(text => text.Length > 0).Select(text => text.Split(' ')[0])];

    private string? Chosen() =>
        _view.Draw(s_room, s_now).Select(line => line.Text).FirstOrDefault(text => text.StartsWith("> ", StringComparison.Ordinal))?[2..].Trim().Split(' ')[0];

    private static JobRow Job(long id, string status) => new(id, status, ["TEST_DELAY(1.0)"], [status], 0, "uid:0") { Received = s_now, Running = status == "running" ? s_now : null };

    private static TopPicture Picture(params JobRow[] jobs) => new(
        new FleetStatus("fleet", "node1", "0.1.0", new QueueFigures(false, false, 1, 2, 0, 200)) { Groups = [new ServiceRow("web", "DEGRADED", "at level 1: bad pauses")] },
        jobs, new Dictionary<long, string> { [2] = "waits for node 'node1'" }, [new ServiceRow("web/httpd", "UP", "")]);
}
