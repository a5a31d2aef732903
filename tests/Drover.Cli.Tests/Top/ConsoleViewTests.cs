using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Live;
using Drover.Cli.Overview;
using Drover.Cli.Terminal;
using Drover.Cli.Top;

namespace Drover.Cli.Tests.Top;

public sealed class ConsoleViewTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly ScreenSize s_room = new(80, 24);

    private readonly SeenActions _seen = new();
    private readonly CommandHistory _history = new(path: null);
    private readonly TopView _view;

    public ConsoleViewTests() => _view = new TopView(_seen, _history) { Picture = Picture() };

    [Fact]
    public void Digits_and_Tab_choose_a_list_and_only_what_it_needs_is_asked_for()
    {
        Assert.Contains("[1 Jobs]   2 Services    3 Devices    4 Nodes    5 Status", Text(), StringComparison.Ordinal);
        Type("2");
        Assert.Equal((new Wanted(), 0), (_view.Wants, _seen.Asked.Count));
        Type("3");
        Assert.Equal(new Wanted("device"), _view.Wants);
        _view.Press(new Key(KeyKind.Tab));
        Assert.Equal(new Wanted("node"), _view.Wants);
        _view.Press(new Key(KeyKind.BackTab));
        Assert.Equal(["look", "look", "look"], _seen.Asked);
    }

    [Fact]
    public void A_group_is_told_a_level_after_its_plan_was_shown()
    {
        Type("2t2");
        Press(KeyKind.Enter);
        Assert.Equal(["tell web 2 --dry-run"], _seen.Asked);
        Assert.Contains("drover tell web 2 --dry-run", Text(), StringComparison.Ordinal);
        Assert.Equal("bring group web to level 2? y or n _", Foot());
        Type("n");
        Type("qt2");
        Press(KeyKind.Enter);
        Type("y");
        Assert.Equal(["tell web 2 --dry-run", "tell web 2 --dry-run", "tell web 2"], _seen.Asked);
    }

    [Fact]
    public void Entries_are_restarted_after_a_question_and_groups_are_not()
    {
        Type("2r");
        Assert.Equal("web is a group: choose one of its entries", Foot());
        Type("jr");
        Assert.Equal("restart web/httpd? y or n _", Foot());
        Type("y");
        Type("ql");
        Type("qb");
        Assert.Equal(["restart web/httpd", "logs web/httpd --follow", "clear-backoff web/httpd"], _seen.Asked);
    }

    [Fact]
    public void Services_of_other_nodes_are_acted_on_there()
    {
        _view.Picture = Picture() with { Processes = [new ServiceRow("n2:web/httpd", "UP", "")] };
        Type("2r");
        Assert.Equal("restart n2:web/httpd? y or n _", Foot());
        Type("y");
        Type("ql");
        Type("qb");
        Type("qt2");
        Press(KeyKind.Enter);
        Assert.Equal("bring group n2:web to level 2? y or n _", Foot());
        Type("y");
        Assert.Equal(
            ["restart web/httpd --node n2", "logs n2:web/httpd --follow", "clear-backoff web/httpd --node n2", "tell web 2 --node n2 --dry-run", "tell web 2 --node n2"], _seen.Asked);
    }

    [Fact]
    public void A_device_goes_into_maintenance_with_a_reason_and_comes_back()
    {
        Type("3mbroken");
        Press(KeyKind.Enter);
        Type("qjm");
        Assert.Equal("put device b2 back to work, its health unknown? y or n _", Foot());
        Type("y");
        Type("qgl");
        Type("qjl");
        Assert.Equal("device b2 runs no test job", Foot());
        Assert.Equal(["look", "mod device b1 --health maintenance --health-reason broken", "mod device b2 --health unknown", "watch 17"], _seen.Asked);
    }

    [Fact]
    public void The_status_is_short_or_full_and_other_keys_are_passed_over()
    {
        Type("f");
        Assert.Contains("and the daemon from within", Text(), StringComparison.Ordinal);
        Assert.True(_view.Wants.Inner);
        _view.Picture = _view.Picture! with { Inner = [new ScreenLine("process   up 2d")] };
        Assert.Contains("process   up 2d", Text(), StringComparison.Ordinal);
        Type("zf");
        Assert.DoesNotContain("process   up 2d", Text(), StringComparison.Ordinal);
        Assert.False(_view.Wants.Inner);
    }

    [Fact]
    public void Figures_are_asked_for_anew_as_long_as_they_are_shown()
    {
        Type("f");
        Text();
        var asked = Looks();
        _view.Draw(s_room, s_now.AddSeconds(1));
        Assert.Equal(asked, Looks());
        _view.Draw(s_room, s_now.AddSeconds(6));
        Assert.Equal(asked + 1, Looks());
        Type("f");
        asked = Looks();
        _view.Draw(s_room, s_now.AddSeconds(60));
        Assert.Equal(asked, Looks());
    }

    [Fact]
    public void A_command_line_runs_a_verb_or_follows_a_path()
    {
        Type(":get jobs -F 'status == \"running\"'");
        Press(KeyKind.Enter);
        Type(":drover why 3");
        Press(KeyKind.Enter);
        Type(":jobs[3].ops[0].log");
        Press(KeyKind.Enter);
        Type(": ");
        Press(KeyKind.Enter);
        Assert.Equal(["get jobs -F status == \"running\"", "why 3", "browse jobs[3].ops[0].log"], _seen.Asked);
    }

    [Fact]
    public void A_line_is_edited_and_dropped()
    {
        Type(":get nods");
        Press(KeyKind.Left);
        Type("e");
        Assert.Equal(":get node_s", Foot());
        _view.Press(Key.Control('w'));
        Assert.Equal(":get _s", Foot());
        Press(KeyKind.Home);
        Press(KeyKind.Delete);
        Assert.Equal(":_et s", Foot());
        _view.Press(Key.Control('k'));
        _view.Press(Key.Control('d'));
        Assert.DoesNotContain("_", Foot(), StringComparison.Ordinal);
        Type(":get jobs");
        Assert.True(_view.IsBusy);
        _view.DropInput();
        Assert.False(_view.IsBusy);
        Assert.Equal([], _seen.Asked);
        Assert.False(_view.IsOver);
    }

    [Fact]
    public void Lines_of_before_come_back()
    {
        foreach (var line in (string[])["why 1", "why 2"])
        {
            Type($":{line}");
            Press(KeyKind.Enter);
        }

        Type(":sh");
        Press(KeyKind.Up);
        Assert.Equal(":why 2_", Foot());
        Press(KeyKind.Up);
        Press(KeyKind.Up);
        Assert.Equal(":why 1_", Foot());
        Press(KeyKind.Down);
        Press(KeyKind.Down);
        Assert.Equal(":sh_", Foot());
    }

    [Fact]
    public void Tab_completes_as_far_as_it_is_sure_and_shows_the_rest()
    {
        _seen.Choices = ["device", "device-types"];
        Type(":get d");
        Press(KeyKind.Tab);
        Assert.Equal(":get device_", Foot());
        Assert.Contains("device  device-types\n:get device_", Text(), StringComparison.Ordinal);
        _seen.Choices = ["device-types"];
        Type("-");
        Press(KeyKind.Tab);
        Assert.Equal(":get device-types _", Foot());
        Assert.Equal(["complete get d", "complete get device-"], _seen.Asked);
    }

    [Fact]
    public void A_line_that_is_longer_than_the_screen_shows_where_it_is_written()
    {
        Type(":" + new string('a', 100) + "end");
        Assert.Equal(80, CellText.Width(Foot()));
        Assert.EndsWith("aend_", Foot(), StringComparison.Ordinal);
    }

    private int Looks() => _seen.Asked.Count(asked => asked == "look");

    private void Type(string keys)
    {
        foreach (var key in keys)
        {
            Text();
            _view.Press(new Key(KeyKind.Text, key.ToString()));
        }
    }

    private void Press(KeyKind kind) => _view.Press(new Key(kind));

    private string Text() => string.Join('\n', _view.Draw(s_room, s_now).Select(line => line.Text));

    private string Foot() => _view.Draw(s_room, s_now)[^1].Text;

    private static TopPicture Picture() => new(
        new FleetStatus("fleet", "node1", "0.1.0", new QueueFigures(false, false, 1, 2, 0, 200)) { Groups = [new ServiceRow("web", "UP", "at level 1")] },
        [], new Dictionary<long, string>(), [new ServiceRow("web/httpd", "UP", "")]) { Table = Devices() };

    private static FleetTable Devices()
    {
        using var session = new Session(Screen.Hidden(static _ => { }), static _ => null);
        List<Field> fields = [.. ((string[])["name", "health", "job"]).Select(name => new Field(name, name, "text", "", Default: true))];
        WatchedRow Row(string name, string health, string job) => new(name, JsonDocument.Parse($"""[[0,"{name}"],[0,"{health}"],[0,{job}]]""").RootElement);
        return new FleetTable("device", new Selection(session, "device", ["name", "health", "job"]), new WatchedTable(fields, 3, [Row("b1", "Good", "17"), Row("b2", "Maintenance", "null")]), "");
    }
}
