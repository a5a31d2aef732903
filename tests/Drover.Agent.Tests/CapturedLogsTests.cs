using Drover.Agent.Native;
using Drover.Agent.Output;

namespace Drover.Agent.Tests;

/// <summary>Logs whose names change below the processes that write to them, and the budget of all logs. The test stands for the processes: it holds what they have open.</summary>
public sealed class CapturedLogsTests : IDisposable
{
    private const long Limit = 64 << 10;

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("drover-logs-");
    private readonly Drover.Tests.Shared.CapturedLog _lines = new();
    private readonly Drover.Tests.Shared.ManualClock _clock = new();
    private readonly List<int> _open = [];
    private CapturedLogs _logs;
    private long _free = long.MaxValue / 2;

    public CapturedLogsTests() => _logs = Make();

    public void Dispose()
    {
        _logs.Dispose();
        foreach (var descriptor in _open)
            _ = Libc.Close(descriptor);
        _place.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_log_that_was_moved_away_or_removed_is_told_and_begun_anew(bool isRemoved)
    {
        var (log, moved) = (PathOf("a.log"), PathOf("a.log.1"));
        var writer = Begin(log, "i1");
        Write(writer, "before\n");
        if (isRemoved)
            File.Delete(log);
        else
            File.Move(log, moved);
        _logs.Look();
        Assert.Equal("", File.ReadAllText(log));
        Assert.Single(_lines.Lines, line => line.Id == 1409 && line.Text.Contains(log, StringComparison.Ordinal));

        Write(writer, "after\n");
        _logs.Look();
        Write(writer, "later\n");
        _logs.Look();
        Assert.Equal("after\nlater\n", File.ReadAllText(log));
        if (!isRemoved)
            Assert.StartsWith("before\n", File.ReadAllText(moved), StringComparison.Ordinal);
        Assert.Single(_lines.Lines, line => line.Id == 1409);
    }

    [Fact]
    public void The_bound_holds_for_the_open_file_whatever_its_name()
    {
        var (log, moved) = (PathOf("a.log"), PathOf("a.log.1"));
        var writer = Begin(log, "i1");
        File.Move(log, moved);
        Write(writer, new string('w', 500_000));
        for (var i = 0; i < 40; i++)
        {
            Write(writer, new string('x', 40_000));
            _logs.Look();
            Assert.InRange(Held(log), 0, Limit);
            // What came before anybody could see that it was moved is left in it, within the bound.
            Assert.InRange(Held(moved), 0, Limit + 3 * 4096);
        }
    }

    [Fact]
    public void What_was_moved_away_stays_what_it_was()
    {
        var (log, moved) = (PathOf("a.log"), PathOf("a.log.1"));
        var writer = Begin(log, "i1");
        var before = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"line {i}\n"));
        Write(writer, before);
        File.Move(log, moved);
        _logs.Look();
        for (var i = 0; i < 10; i++)
        {
            Write(writer, new string('y', 50_000));
            _logs.Look();
        }
        Assert.Equal(before, File.ReadAllText(moved)[..before.Length]);
    }

    [Fact]
    public void The_next_start_writes_to_the_new_file_and_one_that_comes_back_is_the_log_again()
    {
        var (log, moved) = (PathOf("a.log"), PathOf("a.log.1"));
        var first = Begin(log, "i1");
        Write(first, "1\n");
        File.Move(log, moved);
        var second = Begin(log, "i2");
        Write(second, "2\n");
        Write(first, "3\n");
        _logs.Look();
        Assert.Equal("2\n3\n", File.ReadAllText(log));

        File.Move(moved, log, overwrite: true);
        _logs.Look();
        Write(first, "4\n");
        Write(second, "5\n");
        _logs.Look();
        Assert.EndsWith("4\n5\n", File.ReadAllText(log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_next_daemon_goes_on_carrying_over(bool hasName)
    {
        var (old, log) = (PathOf("a.log.1"), PathOf("a.log"));
        File.WriteAllText(old, new string('a', 5_000));
        File.WriteAllText(log, "");
        using var to = CapturedFile.Open(log)!;
        using var writer = CapturedFile.Open(old)!;
        if (!hasName)
            File.Delete(old);
        using (var before = DetachedFile.Of(CapturedFile.Open(FdOf(writer))!))
        {
            WriteTo(writer, new string('b', 30_000));
            before.CarryOver(to, Limit);
        }
        WriteTo(writer, "while no daemon ran\n");
        using var after = DetachedFile.Resume(CapturedFile.Open(FdOf(writer))!);
        after.CarryOver(to, Limit);
        var text = File.ReadAllText(log);
        Assert.StartsWith("bbb", text, StringComparison.Ordinal);
        Assert.EndsWith("bwhile no daemon ran\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Count(c => c == 'b'), 30_000, 30_000 + 2 * 4096);
    }

    [Fact]
    public async Task A_log_that_was_moved_away_while_no_daemon_ran_is_begun_anew()
    {
        await using var harness = await AgentHarness.StartAsync(options => new AgentOptions { RunDirectory = options.RunDirectory, LogCheckInterval = TimeSpan.FromMilliseconds(250) });
        var go = Path.Combine(harness.Directory, "go");
        var process = harness.StartShell($"echo before; until [ -e {go} ]; do sleep 0.02; done; echo after; sleep 1000");
        await harness.SaysAsync(process, "before");
        await harness.RestartAsync(() => File.Move(process.LogPath, process.LogPath + ".1"));
        var line = await harness.Log.UntilAsync(line => line.Id == 1409, harness.Token);
        Assert.Contains(process.LogPath, line.Text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(go, "");
        await harness.LogAsync(process, () => AgentHarness.Text(process.LogPath) == "after\n");
        Assert.StartsWith("before\n", AgentHarness.Text(process.LogPath + ".1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_in_the_way_is_tried_again()
    {
        var log = PathOf("sub/a.log");
        var writer = Begin(log, "i1");
        Directory.Delete(Path.GetDirectoryName(log)!, recursive: true);
        File.WriteAllText(Path.GetDirectoryName(log)!, "in the way");
        for (var i = 0; i < 20; i++)
        {
            Write(writer, new string('x', 40_000));
            _logs.Look();
            Assert.InRange(Held($"/proc/self/fd/{writer}"), 0, Limit);
        }
        File.Delete(Path.GetDirectoryName(log)!);
        _logs.Look();
        Write(writer, "there\n");
        _logs.Look();
        Assert.Equal("there\n", File.ReadAllText(log));
    }

    [Fact]
    public void All_logs_share_one_budget_and_leave_room_to_others()
    {
        _logs.Dispose();
        _logs = Make(space: 4 * Limit);
        string[] paths = [PathOf("a.log"), PathOf("b.log"), PathOf("c.log")];
        var writers = paths.Select((path, i) => Begin(path, $"i{i}", limit: 100 * Limit)).ToArray();
        Write(writers[0], new string('a', 20_000));
        Write(writers[1], new string('b', 300_000));
        Write(writers[2], new string('c', 300_000));
        _logs.Look();
        Assert.Equal(20_000, new FileInfo(paths[0]).Length);
        Assert.Equal(new string('a', 20_000), File.ReadAllText(paths[0]));
        Assert.InRange(paths.Sum(Held), Limit, 4 * Limit);
        Assert.Single(_lines.Lines, line => line.Id == 1410);

        _free = 0;
        _logs.Look();
        Assert.All(paths, path => Assert.InRange(Held(path), 1, Limit));
        Assert.Single(_lines.Lines, line => line.Id == 1411);
        _free = long.MaxValue / 2;
        _logs.Look();
        _logs.Look();
        Assert.Single(_lines.Lines, line => line.Id == 1412);
    }

    [Theory]
    [InlineData("10 20 30", 60, long.MaxValue)]
    [InlineData("10 20 30", 59, 29)]
    [InlineData("10 40 40", 70, 30)]
    [InlineData("40 40 40", 30, 10)]
    [InlineData("1 1 1", -5, 0)]
    [InlineData("", 0, long.MaxValue)]
    public void Who_needs_little_has_it_all(string held, long budget, long most) =>
        Assert.Equal(most, OutputBudget.Share([.. held.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)], budget));

    [Fact]
    public void A_pipe_is_no_log_and_holds_up_nobody()
    {
        var pipe = PathOf("pipe");
        Assert.Equal(0, TimedProcess.Start("mkfifo", pipe) is { } made && made.WaitForExit(10_000) ? made.ExitCode : -1);
        Assert.Equal(-1, LogFile.Open(pipe, out var problem));
        Assert.StartsWith($"Cannot open the log \"{pipe}\": ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_at_the_place_of_a_log_is_told_once_and_the_log_goes_on_when_it_has_gone()
    {
        var log = PathOf("a.log");
        var writer = Begin(log, "i1");
        File.Delete(log);
        Directory.CreateDirectory(log);
        _logs.Look();
        _logs.Look();
        var told = Assert.Single(_lines.Lines, line => line.Id == 1413);
        Assert.StartsWith($"Cannot open the log \"{log}\": ", told.Text, StringComparison.Ordinal);
        Directory.Delete(log);
        _logs.Look();
        Write(writer, "later\n");
        _logs.Look();
        Assert.Equal("later\n", File.ReadAllText(log));
    }

    [Fact]
    public void Bytes_have_the_time_of_the_look_that_saw_them_first_and_the_log_stays_as_it_was_written()
    {
        var log = PathOf("a.log");
        var writer = Begin(log, "i1");
        Write(writer, "one\n");
        var first = Look();
        Look();
        Write(writer, "two\n");
        Write(writer, "three");
        var second = Look();
        Write(writer, "\n");
        _clock.Advance(TimeSpan.FromSeconds(0.3));
        _logs.End(log, "i1");
        Assert.Equal([(4, first), (13, second), (14, Now)], Times(log));
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(log));
    }

    [Fact]
    public void What_came_while_no_daemon_ran_has_the_time_of_the_next_look_and_what_nobody_cared_for_has_none()
    {
        var log = PathOf("a.log");
        var writer = Begin(log, "i1", out var identity);
        Write(writer, "one\n");
        var first = Look();
        _logs.Dispose();
        Write(writer, "two\n");
        _logs = Make();
        _logs.Adopt(log, "i1", Limit, identity, Environment.ProcessId);
        var second = Look();
        _logs.End(log, "i1");
        Write(writer, "by hand\n");
        Write(Begin(log, "i2"), "six\n");
        var third = Look();
        Assert.Equal([(4, first), (8, second), (16, 0), (20, third)], Times(log));
    }

    [Fact]
    public void Of_a_log_of_an_older_build_and_of_another_file_of_its_name_nothing_is_known()
    {
        var log = PathOf("a.log");
        File.WriteAllText(log, "old\n");
        var writer = Begin(log, "i1");
        Write(writer, "new\n");
        var first = Look();
        Assert.Equal([(4, 0), (8, first)], Times(log));
        File.Move(log, log + ".old");
        Look();
        Write(writer, "moved\n");
        var second = Look();
        Assert.Equal([(6, second)], Times(log));
    }

    [Fact]
    public void A_log_that_was_emptied_has_new_times_from_its_beginning()
    {
        var log = PathOf("a.log");
        var writer = Begin(log, "i1");
        Write(writer, "before\n");
        Look();
        using (var file = File.OpenWrite(log))
            file.SetLength(0);
        Write(writer, "now\n");
        Assert.Equal([(4, Look())], Times(log));
    }

    [Fact]
    public void Times_are_cut_with_the_log()
    {
        var log = PathOf("a.log");
        var writer = Begin(log, "i1");
        var looks = new List<long>();
        for (var i = 1; i <= 20; i++)
        {
            Write(writer, new string('x', 7_999) + "\n");
            looks.Add(Look());
        }
        var times = Times(log);
        Assert.InRange(times.Count, 2, 14);
        Assert.Equal(0, times[0].Time);
        Assert.All(times.Skip(1), record => Assert.Equal(looks[(int)(record.End / 8_000) - 1], record.Time));
        Assert.Equal(160_000, times[^1].End);
    }

    [Fact]
    public void Times_have_a_bound_and_the_oldest_go_first()
    {
        const long Half = OutputTimes.MostRecords / 2;
        var log = PathOf("a.log");
        Write(Begin(log, "i1", 1 << 20), new string('x', OutputTimes.MostRecords));
        Look();
        _logs.Dispose();
        using (var file = new FileStream(log + ".times", FileMode.Open))
        {
            file.Position = 16;
            for (long end = 1; end <= OutputTimes.MostRecords; end++)
            {
                file.Write(BitConverter.GetBytes(end));
                file.Write(BitConverter.GetBytes(end + 1_000_000));
            }
        }
        _logs = Make();
        Write(Begin(log, "i2", 1 << 20), "y");
        var last = Look();
        var times = Times(log);
        Assert.Equal(Half + 2, times.Count);
        Assert.Equal([(Half, 0), (Half + 1, 1_000_000 + Half + 1)], times.Take(2));
        Assert.Equal((OutputTimes.MostRecords + 1, last), times[^1]);
    }

    [Fact]
    public void Where_times_cannot_be_kept_the_log_is_looked_after_all_the_same()
    {
        var log = PathOf("a.log");
        Directory.CreateDirectory(log + ".times");
        var writer = Begin(log, "i1");
        Write(writer, "one\n");
        Look();
        Directory.Delete(log + ".times");
        Write(writer, "two\n");
        Look();
        // Nobody knows which of it came when.
        Assert.Equal([(8, 0)], Times(log));
        Write(writer, "three\n");
        Assert.Equal([(8, 0), (14, Look())], Times(log));
    }

    private long Now => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A look, a second after the one before. Returns its time.</summary>
    private long Look()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        _logs.Look();
        return Now;
    }

    private static List<(long End, long Time)> Times(string log)
    {
        var bytes = File.ReadAllBytes(log + ".times");
        return [.. Enumerable.Range(1, (bytes.Length / 16) - 1).Select(i => (BitConverter.ToInt64(bytes, i * 16), BitConverter.ToInt64(bytes, (i * 16) + 8)))];
    }

    private static long Held(string path)
    {
        using var file = CapturedFile.Open(path)!;
        return file.Held;
    }

    private static void Write(int descriptor, string text) => Assert.Equal(0, SmallFile.WriteAll(descriptor, System.Text.Encoding.UTF8.GetBytes(text)));

    private static string FdOf(CapturedFile file) => $"/proc/self/fd/{file.Descriptor}";

    private static void WriteTo(CapturedFile file, string text) => Write(file.Descriptor, text);

    private string PathOf(string name) => Path.Combine(_place.FullName, name);

    private int Begin(string path, string writer, long limit = Limit) => Begin(path, writer, out _, limit);

    private int Begin(string path, string writer, out FileIdentity? identity, long limit = Limit)
    {
        var descriptor = LogFile.Open(path, out var problem);
        Assert.Null(problem);
        _open.Add(descriptor);
        identity = _logs.Begin(path, writer, limit, descriptor);
        return descriptor;
    }

    private CapturedLogs Make(long space = 1L << 30) => new(
        new AgentOptions { RunDirectory = _place.FullName, OutputSpace = space, FreeBytes = _ => _free }, _clock, _lines.CreateLogger("test"));
}
