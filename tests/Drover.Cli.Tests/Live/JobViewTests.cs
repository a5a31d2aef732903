using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Tests.Live;

public sealed class JobViewTests
{
    private static readonly DateTimeOffset s_start = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly ScreenSize s_room = new(79, 23);

    [Fact]
    public void A_waiting_job_says_for_how_long_and_why()
    {
        var view = new JobPanel(2) { Job = Job(2, "waiting"), Why = "waits for node 'node1' exclusively, because job 1 holds node 'node1' exclusively." };
        Assert.Equal("""
            Job 2 waiting for 12s: TEST_DELAY(1.0)
              waits for node 'node1' exclusively, because job 1 holds node 'node1'
              exclusively.
            """, Text(view.Draw(s_room, s_start.AddSeconds(12))));
    }

    [Fact]
    public void A_running_job_shows_how_far_it_is()
    {
        var view = new JobPanel(3) { Job = Job(3, "running") with { WaitsFor = "step 30 of 60", Running = s_start.AddSeconds(2) } };
        Assert.Equal("""
            Job 3 running for 10s: TEST_DELAY(1.0)
              [###############---------------] step 30 of 60
            """, Text(view.Draw(s_room, s_start.AddSeconds(12))));
        view.Job = view.Job with { WaitsFor = null };
        view.LastLog = " - INFO: test delay 2 of 4";
        Assert.EndsWith("[###############---------------] delay 2 of 4", Text(view.Draw(s_room, s_start)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_operations_those_around_the_present_one_are_shown()
    {
        var job = Job(4, "running") with
        {
            Operations = [.. Enumerable.Range(0, 40).Select(i => $"OP({i})")],
            OperationStates = [.. Enumerable.Range(0, 40).Select(i => i < 20 ? "success" : i == 20 ? "running" : "queued")],
        };
        Assert.Equal("""
            Job 4 running for 0s: OP(20), operation 21 of 40
              op 17  success   OP(17)
              op 18  success   OP(18)
              op 19  success   OP(19)
              op 20  running   OP(20)
              op 21  queued    OP(21)
              op 22  queued    OP(22)
            """, Text(new JobPanel(4) { Job = job }.Draw(s_room, s_start)));
    }

    [Fact]
    public void A_daemon_that_is_away_is_told_with_the_time()
    {
        var view = new JobPanel(2) { Job = Job(2, "running"), Away = s_start };
        Assert.StartsWith("the daemon has been away for 7s; job 2 is in its journal\nJob 2 running", Text(view.Draw(s_room, s_start.AddSeconds(7))), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_jobs_are_one_table_with_those_that_go_on_first()
    {
        var view = new JobTable
        {
            Jobs =
            [
                Job(1, "success") with { Ended = s_start.AddSeconds(1) }, Job(2, "waiting"), Job(3, "running") with { WaitsFor = "step 3 of 10" }, Job(4, "queued"),
                Job(5, "error") with { Ended = s_start },
            ],
            Why = new Dictionary<long, string> { [2] = "waits for node 'node1'" },
        };
        Assert.Equal("""
            5 jobs: 1 running, 1 waiting, 1 queued, 1 error, 1 success
                ID State        For  What                Why, or how far
                 3 running       5s  TEST_DELAY(1.0)     [###-------] step 3 of 10
                 2 waiting       5s  TEST_DELAY(1.0)     waits for node 'node1'
                 4 queued        5s  TEST_DELAY(1.0)
                 1 success       1s  TEST_DELAY(1.0)
                 5 error         0s  TEST_DELAY(1.0)
            """, Text(view.Draw(s_room, s_start.AddSeconds(5))));
    }

    [Fact]
    public void In_a_narrow_table_words_stand_in_place_of_a_bar() =>
        Assert.EndsWith("  step 3 of 10", JobColumns.Line(Job(3, "running") with { WaitsFor = "step 3 of 10" }, null, 59, s_start), StringComparison.Ordinal);

    [Theory]
    [InlineData(79, 23)]
    [InlineData(59, 19)]
    [InlineData(20, 3)]
    [InlineData(1, 1)]
    public void Nothing_is_drawn_beyond_the_room(int columns, int rows)
    {
        var room = new ScreenSize(columns, rows);
        var jobs = Enumerable.Range(1, 50).Select(i => Job(i, "running") with { WaitsFor = "the end of something that takes very long to say in one line" }).ToList();
        foreach (var lines in (IReadOnlyList<ScreenLine>[])[new JobTable { Jobs = jobs }.Draw(room, s_start), new JobPanel(1) { Job = jobs[0] }.Draw(room, s_start)])
        {
            Assert.InRange(lines.Count, 1, rows);
            Assert.All(lines, line => Assert.InRange(CellText.Width(line.Text), 0, columns));
        }
    }

    private static JobRow Job(long id, string status) =>
        new(id, status, ["TEST_DELAY(1.0)"], [status], 0, "uid:0") { Received = s_start, Running = status is "running" or "success" or "error" ? s_start : null };

    private static string Text(IReadOnlyList<ScreenLine> lines) => string.Join('\n', lines.Select(line => line.Text));
}
