namespace Drover.Acceptance.Screens;

/// <summary>Screens as people see them, on a real terminal at three sizes.</summary>
public sealed class ScreenTests(BusyFleet fleet) : IClassFixture<BusyFleet>
{
    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 120, 40 }, { 60, 20 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Status_is_one_screen(int columns, int rows) =>
        Compare("status", columns, rows, "drover status; echo code $?; cat", "code 1");

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Top_is_the_full_screen(int columns, int rows) =>
        Compare("top", columns, rows, "drover top", "SERVICE_GROUP_SET");

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_followed_job_shows_how_far_it_is(int columns, int rows) =>
        Compare("followed", columns, rows, "drover watch 4", "step");

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_waiting_job_says_why_at_once(int columns, int rows) =>
        Compare("waiting", columns, rows, "drover watch 3", "effective priority");

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Many_jobs_are_one_table(int columns, int rows) =>
        Compare("many", columns, rows, "drover wait 2 3 4 5", "TEST_DUMMY");

    [Fact]
    public void A_screen_that_changes_its_size_is_drawn_anew()
    {
        using var terminal = new Tmux(fleet.Node.Sandbox, 120, 40);
        terminal.Enter("drover top");
        terminal.WaitFor("step");
        terminal.Resize(60, 20);
        ScreenText.Expect("top-60x20", terminal.WaitFor(screen => screen.Contains("SERVICE_GROUP_SET…", StringComparison.Ordinal) && screen.Contains("/ filt…", StringComparison.Ordinal), "the small screen"));
    }

    [Fact]
    public void Without_colours_no_sequence_of_a_colour_is_sent()
    {
        using var terminal = new Tmux(fleet.Node.Sandbox, 80, 24);
        var typescript = fleet.Node.Sandbox.At("typescript");
        terminal.Enter($"NO_COLOR=1 script -qc 'drover top' {typescript}");
        terminal.WaitFor("step");
        terminal.Press("q");
        terminal.WaitFor("$");
        var sent = File.ReadAllText(typescript);
        Assert.Contains("\x1b[?1049h", sent, StringComparison.Ordinal);
        Assert.DoesNotMatch("\x1b\\[[0-9;]*m", sent);
    }

    private void Compare(string name, int columns, int rows, string line, string shown)
    {
        using var terminal = new Tmux(fleet.Node.Sandbox, columns, rows);
        terminal.Enter(line);
        ScreenText.Expect($"{name}-{columns}x{rows}", terminal.WaitFor(shown));
    }
}
