using System.Runtime.InteropServices;
using Drover.NodeAgent.Reports;
using Drover.NodeWire.Protocol;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace Drover.NodeAgent.Tests.Reports;

/// <summary>Reports wait on the disk for a master: none is lost or numbered twice, there is a bound, and what goes over it is told.</summary>
public sealed class ReportSpoolTests : IDisposable
{
    private readonly StateDirectory _directory = new();
    private readonly CapturedLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => _directory["reports"];

    public void Dispose()
    {
        _directory.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Numbers_and_reports_go_on_after_it_is_opened_again()
    {
        using (var spool = Open())
        {
            spool.Add(Logged("a"));
            spool.Add(Logged("b"));
        }
        using var again = Open();
        again.Add(Logged("c"));
        Assert.Equal(["1 a", "2 b", "3 c"], await KeptAsync(again));
    }

    [Fact]
    public async Task Numbers_that_have_begun_go_on_also_when_nothing_was_reported()
    {
        using (var spool = Open())
        {
            Assert.Equal(0, spool.Last);
            spool.Begin();
        }
        using var again = Open();
        Assert.Equal(1, again.Last);
        again.Add(Logged("a"));
        Assert.Equal(["2 a"], await KeptAsync(again));
    }

    [Fact]
    public async Task Numbers_go_on_after_all_was_acknowledged_and_the_file_emptied()
    {
        using (var spool = Open())
        {
            spool.Add(Logged("a"));
            spool.Add(Logged("b"));
            spool.Acknowledge(2);
        }
        Assert.InRange(new FileInfo(Path).Length, 1, 20);
        using (var empty = Open())
            Assert.Equal(2, empty.Last);
        using var again = Open();
        again.Add(Logged("c"));
        Assert.Equal(["3 c"], await KeptAsync(again));
    }

    [Fact]
    public async Task What_was_acknowledged_is_not_told_again_after_it_is_opened_again()
    {
        using (var spool = Open())
        {
            foreach (var text in new[] { "a", "b", "c" })
                spool.Add(Logged(text));
            spool.Acknowledge(2);
        }
        using var again = Open();
        Assert.Equal(["3 c"], await KeptAsync(again));
        // A master that says it late changes nothing.
        again.Acknowledge(1);
        Assert.Equal(["3 c"], await KeptAsync(again));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_end_of_the_file_that_is_damaged_costs_the_last_report_and_no_number_is_given_twice_for_others(bool isCut)
    {
        using (var spool = Open())
            foreach (var text in new[] { "a", "b", "c" })
                spool.Add(Logged(text));
        var content = File.ReadAllBytes(Path);
        content[^1] ^= 1;
        File.WriteAllBytes(Path, isCut ? content[..^1] : content);
        using var again = Open();
        again.Add(Logged("d"));
        Assert.Equal(["1 a", "2 b", "3 d"], await KeptAsync(again));
    }

    [Fact]
    public async Task Who_waits_for_a_report_gets_it()
    {
        using var spool = Open();
        var reading = spool.ReadAsync(0, 10, Token);
        Assert.False(reading.IsCompleted);
        spool.Add(Logged("a"));
        Assert.Equal(1, Assert.Single(await reading.WaitAsync(TimeSpan.FromSeconds(30), Token)).Number);
    }

    [Fact]
    public async Task Over_the_bound_the_oldest_that_a_later_one_repeats_goes_first_and_is_not_counted()
    {
        using (var spool = Open(most: 4))
            foreach (var report in new[] { Group("g"), Logged("l"), Group("h"), Group("g"), Group("h"), Group("g") })
                spool.Add(report);
        // 1 is repeated by 4, and 3 by 5.
        await CheckAsync(["2 l", "4 group g", "5 group h", "6 group g"]);
    }

    [Fact]
    public async Task Then_history_goes_and_how_much_is_told_under_a_new_number()
    {
        using (var spool = Open(most: 3))
            foreach (var report in new[] { Logged("a"), Group("g"), Processes(), Logged("b") })
                spool.Add(report);
        // "a" was left out: 4 says so, and "b" is 5.
        await CheckAsync(["2 group g", "3 processes", "4 dropped 1", "5 b"]);
        using (var spool = Open(most: 3))
            spool.Add(Logged("c"));
        await CheckAsync(["2 group g", "5 b", "6 dropped 2", "7 c"]);
    }

    [Fact]
    public async Task Output_of_commands_is_history_and_their_ends_go_never()
    {
        using var spool = Open(most: 2);
        spool.Add(new Report { Output = new CommandOutput { Text = "a" } });
        foreach (var job in Enumerable.Range(1, 3))
            spool.Add(new Report { CommandEnded = new CommandEnded { Command = new Key { Job = job } } });
        var kept = await spool.ReadAsync(0, 10, Token);
        Assert.DoesNotContain(kept, report => report.Output is not null);
        Assert.Equal([1, 2, 3], kept.Where(report => report.CommandEnded is not null).Select(report => report.CommandEnded.Command.Job));
        Assert.Equal(1, Assert.Single(kept, report => report.Dropped is not null).Dropped.Count);
    }

    [Fact]
    public async Task Ends_of_orders_go_never()
    {
        using (var spool = Open(most: 2))
            foreach (var job in Enumerable.Range(1, 5))
                spool.Add(Ended(job));
        await CheckAsync(["1 end 1", "2 end 2", "3 end 3", "4 end 4", "5 end 5"]);
    }

    [Fact]
    public async Task With_a_master_away_for_long_file_and_memory_stay_bounded()
    {
        using (var spool = Open(most: 100))
        {
            for (var i = 0; i < 30_000; i++)
                spool.Add(Logged(new string('x', 100)));
            spool.Add(Ended(7));
        }
        Assert.InRange(new FileInfo(Path).Length, 1, 2 << 20);
        using var again = Open(most: 100);
        var kept = await again.ReadAsync(0, int.MaxValue, Token);
        Assert.InRange(kept.Count, 100, 102);
        Assert.Equal(30_000, kept.Count(report => report.Logged is not null) + kept.Single(report => report.Dropped is not null).Dropped.Count);
        Assert.Equal(7, kept[^1].Ended.Command.Job);
        Assert.Equal(kept.Select(report => report.Number).Order(), kept.Select(report => report.Number));
    }

    [Fact]
    public async Task Random_histories_are_the_same_after_it_is_opened_again()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            File.Delete(Path);
            var random = new Random(seed);
            for (var life = 0; life < 5; life++)
            {
                using var spool = Open(most: 8);
                for (var step = random.Next(30); step > 0; step--)
                    if (random.Next(6) == 0)
                        spool.Acknowledge(random.NextInt64(spool.Last + 1));
                    else
                        spool.Add(random.Next(4) switch { 0 => Logged("l"), 1 => Ended(step), 2 => Processes(), _ => Group($"g{random.Next(4)}") });
                var (last, kept) = (spool.Last, await KeptAsync(spool));
                spool.Dispose();
                using var again = Open(most: 8);
                Assert.True(last == again.Last, $"seed {seed}");
                Assert.Equal(kept, await KeptAsync(again));
            }
        }
    }

    [Fact]
    public async Task On_a_full_disk_reports_go_on_and_are_kept_again_once_there_is_room()
    {
        using (var spool = Open())
        {
            spool.Add(Logged("before"));
            using (FileLimit.Below(new FileInfo(Path).Length + 5))
            {
                spool.Add(Logged("while it is full"));
                spool.Add(Logged("still"));
                Assert.Equal(["1 before", "2 while it is full", "3 still"], await KeptAsync(spool));
                Assert.Single(_log.Lines, line => line is { Id: 2508, Level: LogLevel.Error });
                Assert.DoesNotContain("while", File.ReadAllText(Path), StringComparison.Ordinal);
            }
            spool.Add(Logged("after"));
        }
        await CheckAsync(["1 before", "2 while it is full", "3 still", "4 after"]);
    }

    private static Report Logged(string text) => new() { Logged = new LevelLogged { Text = text } };

    private static Report Group(string name) => new() { Group = new GroupChanged { Group = name } };

    private static Report Ended(int job) => new() { Ended = new LevelEnded { Command = new Key { Job = job } } };

    private static Report Processes() => new() { Processes = new ProcessesEnded() };

    private static string Text(Report report) => $"{report.Number} " + report.KindCase switch
    {
        Report.KindOneofCase.Logged => report.Logged.Text,
        Report.KindOneofCase.Group => $"group {report.Group.Group}",
        Report.KindOneofCase.Ended => $"end {report.Ended.Command.Job}",
        Report.KindOneofCase.Processes => "processes",
        Report.KindOneofCase.Dropped => $"dropped {report.Dropped.Count}",
        _ => "nothing",
    };

    private async Task CheckAsync(string[] kept)
    {
        using var spool = Open();
        Assert.Equal(kept, await KeptAsync(spool));
    }

    private static async Task<string[]> KeptAsync(ReportSpool spool)
    {
        using var now = new CancellationTokenSource();
        var reading = spool.ReadAsync(0, int.MaxValue, now.Token);
        if (!reading.IsCompleted)
            return [];
        return [.. (await reading).Select(Text)];
    }

    private ReportSpool Open(int most = 1_000) => ReportSpool.Open(Path, most, _log.CreateLogger("spool"));

    /// <summary>Lets no file of this process grow beyond a length, as a full disk does.</summary>
    private sealed class FileLimit : IDisposable
    {
        private const int FileSize = 1, IgnoredSignal = 25;

        private readonly Limit _before;

        private FileLimit(ulong bytes)
        {
            signal(IgnoredSignal, 1);
            Assert.Equal(0, getrlimit(FileSize, out _before));
            var limit = _before with { Soft = bytes };
            Assert.Equal(0, setrlimit(FileSize, in limit));
        }

        public static FileLimit Below(long bytes) => new((ulong)bytes);

        public void Dispose() => Assert.Equal(0, setrlimit(FileSize, in _before));

        [DllImport("libc")]
        private static extern int getrlimit(int resource, out Limit limit);

        [DllImport("libc")]
        private static extern int setrlimit(int resource, in Limit limit);

        [DllImport("libc")]
        private static extern nint signal(int number, nint handler);

        [StructLayout(LayoutKind.Sequential)]
        private record struct Limit(ulong Soft, ulong Hard);
    }
}
