namespace Drover.Acceptance.Screens;

/// <summary>The console as people see it, on a real terminal.</summary>
public sealed class ConsoleTests(BusyFleet fleet) : IClassFixture<BusyFleet>
{
    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 120, 40 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Jobs_come_first_and_the_lists_are_named(int columns, int rows)
    {
        using var terminal = Open(columns, rows);
        ScreenText.Expect($"console-{columns}x{rows}", terminal.WaitFor("[1 Jobs]"));
    }

    [Fact]
    public void Each_list_is_a_digit_away()
    {
        using var terminal = Open(80, 24);
        foreach (var (digit, shown) in (ReadOnlySpan<(string, string)>)[("2", "> web        DEGRADED"), ("3", "[3 Devices]"), ("4", "> node1"), ("5", "How it is"), ("1", "TEST_STEPS")])
        {
            terminal.Type(digit);
            terminal.WaitFor(shown);
        }
    }

    [Fact]
    public void The_console_speaks_French()
    {
        using var terminal = Open(80, 24, "DROVER_LANG=fr ");
        ScreenText.Expect("console-french-80x24", terminal.WaitFor("TEST_STEPS"));
    }

    [Fact]
    public void A_group_is_told_a_level_after_its_plan_was_shown_and_agreed()
    {
        using var terminal = Open(80, 24);
        terminal.Type("2");
        terminal.WaitFor("web/httpd");
        terminal.Type("t");
        terminal.WaitFor("level of group web:");
        terminal.Type("nothing");
        terminal.Press("Enter");
        terminal.WaitFor("bring group web to level nothing? y or n");
        Assert.Contains("httpd", terminal.WaitFor("done"), StringComparison.Ordinal);
        terminal.Type("n");
        terminal.WaitFor("q back");
        Assert.Contains("web", fleet.Daemon.Drover("get", "groups", "-F", "level == '1'").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_line_runs_verbs_and_follows_paths_and_remembers()
    {
        using var terminal = Open(80, 24, $"XDG_STATE_HOME={fleet.Node.Sandbox.At("home")} ");
        terminal.Type(":get nod");
        terminal.Press("Tab");
        terminal.WaitFor(":get node");
        terminal.Type(" -o json");
        terminal.Press("Enter");
        terminal.WaitFor("\"name\": \"node1\"");
        terminal.Type(":jobs[5].ops[0].status");
        terminal.Press("Enter");
        terminal.WaitFor("error\ndone");
        terminal.Type(":");
        terminal.Press("Up");
        terminal.WaitFor(":jobs[5].ops[0].status_");
        terminal.Press("C-c");
        terminal.WaitFor("q back");
        terminal.Press("C-c");
        terminal.WaitFor("[1 Jobs]");
        terminal.WaitFor("TEST_STEPS");
        var history = fleet.Node.Sandbox.At("home/drover/history");
        Assert.EndsWith("jobs[5].ops[0].status\n", File.ReadAllText(history), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(history));
    }

    [Fact]
    public void The_full_status_is_one_key_away()
    {
        using var terminal = Open(120, 40);
        terminal.Type("f");
        terminal.WaitFor("of managed objects");
        terminal.Type("f");
        terminal.WaitFor(screen => !screen.Contains("of managed objects", StringComparison.Ordinal) && screen.Contains("longest", StringComparison.Ordinal), "the short status");
    }

    private Tmux Open(int columns, int rows, string before = "")
    {
        var terminal = new Tmux(fleet.Node.Sandbox, columns, rows);
        terminal.Enter($"{before}drover console");
        terminal.WaitFor("TEST_STEPS");
        return terminal;
    }
}
