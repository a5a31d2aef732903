using Drover.Cli.Live;
using Drover.Cli.Terminal;
using Drover.Cli.TestJobs;

namespace Drover.Cli.Tests.TestJobs;

public sealed class TestJobPanelTests
{
    private static readonly DateTimeOffset s_start = DateTimeOffset.UnixEpoch.AddYears(50);

    [Fact]
    public void A_waiting_test_job_says_for_what() => Assert.Equal("""
        Job 17 submitted for 12s
          2 devices of type qemu: 1 has job 16, 1 offline
        """, Draw(View("Submitted", "2 devices of type qemu: 1 has job 16, 1 offline"), new ScreenSize(79, 23)));

    [Fact]
    public void Cases_are_a_table_of_which_the_newest_are_seen()
    {
        var view = View("Running", reason: null);
        view.Add(Enumerable.Range(0, 20).Select(i => new TestCase("0_smoke", $"case-{i}", i == 19 ? "fail" : "pass", i == 18 ? "3.5 s" : "")));
        Assert.Equal("""
            Job 17 running on device b1 for 10s; 20 cases: 19 passed, 1 failed
              Suite                 Case                            Result  Measured
              0_smoke               case-17                         pass
              0_smoke               case-18                         pass    3.5 s
              0_smoke               case-19                         fail
            """, Draw(view, new ScreenSize(79, 5)));
    }

    [Theory]
    [InlineData(79, 23)]
    [InlineData(20, 3)]
    [InlineData(1, 1)]
    public void Nothing_is_drawn_beyond_the_room(int columns, int rows)
    {
        var view = View("Submitted", new string('x', 300));
        view.Away = s_start;
        view.Add(Enumerable.Range(0, 50).Select(i => new TestCase(new string('s', 40), new string('c', 40), "pass", new string('m', 40))));
        var lines = view.Draw(new ScreenSize(columns, rows), s_start);
        Assert.InRange(lines.Count, 1, rows);
        Assert.All(lines, line => Assert.InRange(CellText.Width(line.Text), 0, columns));
    }

    private static TestJobPanel View(string state, string? reason) => new(17)
    {
        Picture = new TestJobPicture(new TestJobRow(17, state, "Unknown", "qemu", state == "Running" ? "b1" : null, "w1", []) { Submitted = s_start, Started = state == "Running" ? s_start.AddSeconds(2) : null }, reason),
    };

    private static string Draw(TestJobPanel view, ScreenSize room) => string.Join('\n', view.Draw(room, s_start.AddSeconds(12)).Select(line => line.Text));
}
