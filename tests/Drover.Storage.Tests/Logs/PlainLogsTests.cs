using System.Text;
using Drover.Kernel.Logs;
using Drover.Storage.Logs;
using Drover.Tests.Shared;

namespace Drover.Storage.Tests.Logs;

public sealed class PlainLogsTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly PlainLogs _logs;

    public PlainLogsTests() => _logs = new PlainLogs(() => [("b", Log), ("a", Log), ("none", Log + ".none")], name => name == "a" ? Log : null, TimeProvider.System);

    private string Log => _directory.File("httpd.log");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _logs.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_file_of_another_process_is_read_from_any_offset()
    {
        File.WriteAllText(Log, "one\ntwo\n");
        using var reader = _logs.Open("a")!;
        Assert.Equal((0, 8), (reader.Stat().First, reader.Stat().End));
        Assert.Equal("e\ntwo\n", Text(reader.Read(2, 100)));
        Assert.Equal("e\nt", Text(reader.Read(2, 3)));
        Assert.False(reader.Read(8, 100).IsNews);
        Assert.Equal((4, 8, 0), (reader.FindTail(1), reader.FindTail(0), reader.FindTail(9)));
        Assert.Null(reader.FindLine(1));
    }

    [Fact]
    public void Lines_have_the_times_that_the_agent_keeps_beside_the_log()
    {
        File.WriteAllText(Log, "one\ntwo\nthree\nfour\n");
        File.SetLastWriteTimeUtc(Log, DateTime.UnixEpoch.AddSeconds(40));
        Marks.SetTimes(Log, (4, 0), (6, 10_000_000), (14, 20_000_000));
        using var reader = _logs.Open("a")!;
        Assert.Equal([null, 10, 20, 40], new long[] { 0, 4, 8, 14 }.Select(offset => reader.TimeOf(offset)?.Seconds));
        Assert.Equal(10, reader.TimeOf(5)?.Seconds);
        Assert.Equal(20, reader.TimeOf(6)?.Seconds);
        // The look at 20 began within the second line, which had come before.
        Assert.Equal([0, 4, 8, 8, 14, 19], new long[] { 0, 10, 11, 20, 40, 41 }.Select(second => reader.FindTime(new Timestamp(second * 1_000_000))));
        Marks.SetTimes(Log, (4, 0), (6, 10_000_000), (14, 20_000_000), (19, 30_000_000));
        Assert.Equal(30, reader.TimeOf(14)?.Seconds);
    }

    [Fact]
    public void A_log_without_times_and_one_with_the_times_of_another_file_have_none()
    {
        File.WriteAllText(Log, "one\n");
        using var reader = _logs.Open("a")!;
        Assert.Null(reader.TimeOf(0));
        Assert.Equal((0, 4), (reader.FindTime(new Timestamp(1)), reader.FindTime(new Timestamp(long.MaxValue))));
        File.WriteAllText(Log + ".other", "other\n");
        Marks.SetTimes(Log + ".other", (6, 1));
        File.Move(Log + ".other.times", Log + ".times");
        Assert.Null(reader.TimeOf(0));
    }

    [Fact]
    public void A_name_that_is_not_known_and_a_file_that_is_not_there_yet_are_told_apart()
    {
        Assert.Null(_logs.Open("x"));
        Assert.Equal("LOG_EMPTY", Assert.Throws<LogException>(() => _logs.Open("a")).Code);
        Assert.Empty(_logs.List());
        File.WriteAllText(Log, "one\n");
        Assert.Equal([("a", 4), ("b", 4)], _logs.List().Select(stat => (stat.Name, stat.End)));
    }

    [Fact]
    public void A_hole_at_the_front_is_skipped_and_zeros_behind_it_are_kept()
    {
        using (var file = File.OpenWrite(Log))
        {
            file.Position = 10_000_000; // Within a block, whose beginning reads as zeros too.
            file.Write("first\n\0second\n"u8);
        }
        using var reader = _logs.Open("a")!;
        Assert.Equal(10_000_000, reader.Stat().First);
        Assert.Equal((10_000_000, 10_000_000, "first\n\0second\n"), Parts(reader.Read(0, 1 << 20)));
        Assert.Equal((10_000_000, 5, "first\n\0second\n"), Parts(reader.Read(9_999_995, 1 << 20)));
        Assert.Equal((10_000_006, 0, "\0second\n"), Parts(reader.Read(10_000_006, 1 << 20)));
        Assert.Equal(10_000_000, reader.FindTail(3));
    }

    [Theory]
    [InlineData("1000", 1000)]
    [InlineData("1000+50", 1050)]
    public void Offsets_count_what_was_taken_out_of_the_front(string mark, long first)
    {
        File.WriteAllText(Log, "one\ntwo\n");
        Assert.SkipUnless(Marks.Set(Log, "user.drover.cut", mark), "This file system keeps no attributes.");
        using var reader = _logs.Open("a")!;
        Assert.Equal((first, first + 8), (reader.Stat().First, reader.Stat().End));
        Assert.Equal((first + 4, 0, "two\n"), Parts(reader.Read(first + 4, 100)));
        Assert.Equal((first, first - 10, "one\ntwo\n"), Parts(reader.Read(10, 100)));
        Assert.Equal(first + 4, reader.FindTail(1));
        Assert.True(reader.Read(first + 9, 100).Restarted);
    }

    [Fact]
    public void What_is_still_to_be_taken_out_counts_as_there()
    {
        using (var file = File.OpenWrite(Log))
        {
            file.Position = 8192;
            file.Write("one\n"u8);
        }
        Assert.SkipUnless(Marks.Set(Log, "user.drover.cut", "1000+8192"), "This file system keeps no attributes.");
        using var reader = _logs.Open("a")!;
        Assert.Equal((1000 + 8192, 1000 + 8196), (reader.Stat().First, reader.Stat().End));
    }

    [Fact]
    public void A_reader_goes_from_a_file_that_was_moved_away_to_what_was_carried_over_from_it_once()
    {
        File.WriteAllText(Log, "one\ntwo\n");
        using var slow = _logs.Open("a")!;
        using var quick = _logs.Open("a")!;
        File.Move(Log, Log + ".1");
        File.AppendAllText(Log + ".1", "three\n");
        Assert.SkipUnless(Marks.Set(Log + ".1", "user.drover.moved", "8"), "This file system keeps no attributes.");
        Assert.Equal("two\n", Text(slow.Read(4, 100)));
        // It has read on before the new file was there.
        Assert.Equal("three\n", Text(quick.Read(8, 100)));
        File.WriteAllText(Log, "three\nfour\n");
        var carried = slow.Read(8, 100);
        Assert.Equal((true, 0L, "three\nfour\n"), (carried.Restarted, carried.Offset, Text(carried)));
        Assert.Equal((6, 0, "four\n"), Parts(quick.Read(14, 100)));
    }

    [Fact]
    public async Task A_reader_is_woken_by_what_another_process_appends()
    {
        File.WriteAllText(Log, "one\n");
        using var reader = _logs.Open("a")!;
        for (var i = 0; i < 3; i++)
        {
            var end = reader.Stat().End;
            var change = reader.NextChange();
            Assert.False(reader.Read(end, 100).IsNews);
            Assert.False(change.IsCompleted);
            File.AppendAllText(Log, "more\n");
            await change.WaitAsync(TimeSpan.FromSeconds(30), Stop);
            Assert.Equal("more\n", Text(reader.Read(end, 100)));
        }
    }

    [Fact]
    public async Task A_file_that_was_renamed_is_read_to_its_end_and_then_the_new_one_from_its_beginning()
    {
        File.WriteAllText(Log, "one\n");
        using var writer = new FileStream(Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        using var reader = _logs.Open("a")!;
        Assert.Equal("one\n", Text(reader.Read(0, 100)));
        File.Move(Log, Log + ".1");
        var change = reader.NextChange();
        writer.Write("two\n"u8);
        writer.Flush();
        await change.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal("two\n", Text(reader.Read(4, 100)));
        Assert.False(reader.Read(8, 100).IsNews);
        File.WriteAllText(Log, "new file, longer than the old one\n");
        var piece = reader.Read(8, 100);
        Assert.Equal((0, 0, "new file, longer than the old one\n"), Parts(piece));
        Assert.True(piece.Restarted);
        Assert.False(reader.Read(piece.Next, 100).IsNews);
    }

    [Fact]
    public void A_file_that_was_emptied_is_read_from_its_beginning()
    {
        File.WriteAllText(Log, "long line\n");
        using var reader = _logs.Open("a")!;
        using (var file = new FileStream(Log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(0);
        File.AppendAllText(Log, "new\n");
        var piece = reader.Read(10, 100);
        Assert.Equal((0, "new\n", true), (piece.Offset, Text(piece), piece.Restarted));
    }

    [Fact]
    public async Task A_directory_that_is_replaced_is_watched_anew()
    {
        var place = Directory.CreateDirectory(_directory.File("place")).FullName;
        var path = Path.Combine(place, "x.log");
        File.WriteAllText(path, "one\n");
        using var logs = new PlainLogs(() => [], _ => path, TimeProvider.System);
        using var reader = logs.Open("x")!;
        var change = reader.NextChange();
        Directory.Move(place, place + ".old");
        await change.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Directory.CreateDirectory(place);
        change = reader.NextChange();
        File.WriteAllText(path, "two\n");
        await change.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        // The first event may be the making of the file, before it has its bytes.
        LogPiece piece;
        while ((piece = reader.Read(4, 100)).Bytes.IsEmpty)
            await reader.NextChange().WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal("two\n", Text(piece));
    }

    [Fact]
    public async Task Where_a_directory_cannot_be_watched_a_reader_looks_again_soon()
    {
        var clock = new ManualClock();
        using var watch = new FileWatch(clock);
        using var subscription = watch.Subscribe(_directory.File("no/such/log"));
        var change = subscription.NextChange();
        Assert.False(change.IsCompleted);
        clock.Advance(FileWatch.LookAgain);
        await change.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Directory.CreateDirectory(_directory.File("no/such"));
        change = subscription.NextChange();
        File.WriteAllText(_directory.File("no/such/log"), "x");
        await change.WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }

    [Fact]
    public async Task Readers_of_one_directory_share_its_watch_and_one_that_leaves_takes_nothing_from_the_others()
    {
        using var watch = new FileWatch(TimeProvider.System);
        var leaving = watch.Subscribe(Log);
        using var staying = watch.Subscribe(Log);
        using var other = watch.Subscribe(_directory.File("other.log"));
        _ = leaving.NextChange();
        var change = staying.NextChange();
        var elsewhere = other.NextChange();
        leaving.Dispose();
        File.WriteAllText(Log, "x");
        await change.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.False(elsewhere.IsCompleted);
    }

    private static string Text(LogPiece piece) => Encoding.UTF8.GetString(piece.Bytes.Span);

    private static (long, long, string) Parts(LogPiece piece) => (piece.Offset, piece.Skipped, Text(piece));
}
