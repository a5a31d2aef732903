using System.Text;
using Drover.Kernel.Logs;
using Drover.Storage.Logs;

namespace Drover.Storage.Tests.Logs;

public sealed class LogFilesTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_appended_is_read_from_any_offset()
    {
        var files = Files();
        using var log = files.OpenAppender("job/17");
        Append(log, "one\ntwo\n");
        Append(log, "thr");
        Assert.Equal((11, 3), (log.End, log.Line));
        using var reader = files.Open("job/17")!;
        for (var offset = 0; offset <= 11; offset++)
            Assert.Equal("one\ntwo\nthr"[offset..], Text(reader, offset));
        Assert.Equal(new LogPiece(4, Bytes("tw")), reader.Read(4, 2), Same);
        Assert.False(reader.Read(11, 100).IsNews);
    }

    [Fact]
    public void A_removed_log_is_gone_and_who_reads_it_reads_on()
    {
        var files = Files();
        using (var log = files.OpenAppender("job/17"))
        {
            Append(log, "one\n");
            Assert.Equal("LOG_BUSY", Assert.Throws<LogException>(() => files.Remove("job/17")).Code);
        }
        using (files.OpenAppender("job/18/more"))
            Assert.Equal(["job/17", "job/18"], files.Below("job").Order(StringComparer.Ordinal));
        files.Remove("job/17");
        files.Remove("job/17");
        Assert.Null(files.Open("job/17"));
        Assert.Equal(["job/18"], files.Below("job"));
        Assert.Empty(files.Below("none"));
        Assert.Equal("LOG_NAME_INVALID", Assert.Throws<LogException>(() => files.Remove("../job")).Code);
        using (var log = files.OpenAppender("job/17"))
            Assert.Equal((0, 1), (log.End, log.Line));
    }

    [Fact]
    public void A_writer_goes_on_where_the_one_before_has_stopped()
    {
        var files = Files();
        using (var log = files.OpenAppender("a"))
            Append(log, "one\ntw");
        using (var log = Files().OpenAppender("a"))
        {
            Assert.Equal((6, 2), (log.End, log.Line));
            Append(log, "o\n");
        }
        using var reader = files.Open("a")!;
        Assert.Equal("one\ntwo\n", Text(reader, 0));
    }

    [Fact]
    public async Task A_reader_at_the_end_misses_nothing_of_what_is_appended_while_it_looks()
    {
        var files = Files(fileBytes: 100_000);
        using var log = files.OpenAppender("a");
        using var reader = files.Open("a")!;
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 100_000; i++)
                Append(log, "a line\n");
        });
        for (var next = 0L; next < 700_000;)
        {
            var piece = reader.Read(next, 1 << 16);
            Assert.Equal((next, 0, false), (piece.Offset, piece.Skipped, piece.Restarted));
            next = piece.Next;
        }
        await writing;
    }

    [Fact]
    public void A_log_has_one_writer_at_a_time()
    {
        var files = Files();
        var first = files.OpenAppender("a");
        Assert.Equal("LOG_BUSY", Assert.Throws<LogException>(() => files.OpenAppender("a")).Code);
        first.Dispose();
        files.OpenAppender("a").Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData("a/.b")]
    [InlineData("a b")]
    [InlineData("\u00e4")]
    public void A_name_that_would_lead_elsewhere_is_refused(string name)
    {
        Assert.Equal("LOG_NAME_INVALID", Assert.Throws<LogException>(() => Files().OpenAppender(name)).Code);
        Assert.Null(Files().Open(name));
    }

    [Fact]
    public void A_file_ends_with_a_line_and_offsets_and_lines_go_on_in_the_next()
    {
        var files = Files(fileBytes: 10);
        using var log = files.OpenAppender("a");
        Append(log, "1234567890");
        Append(log, "12\n");
        Append(log, "next\n");
        Assert.Equal([(0, 1), (13, 2)], Segments("a"));
        using var reader = files.Open("a")!;
        Assert.Equal("123456789012\nnext\n", Text(reader, 0));
        Assert.Equal("next\n", Text(reader, 13));
    }

    [Fact]
    public void A_line_without_end_goes_on_in_the_next_file()
    {
        var files = Files(fileBytes: 10);
        using (var log = files.OpenAppender("a"))
            for (var i = 0; i < 5; i++)
                Append(log, "1234567");
        Assert.Equal([(0, 1), (21, 1)], Segments("a"));
        using var reader = files.Open("a")!;
        Assert.Equal(35, Text(reader, 0).Length);
        Assert.Equal((0, 0, 35), (reader.FindTail(1), reader.FindLine(1), reader.FindLine(2)));
    }

    [Fact]
    public void The_oldest_file_goes_when_one_more_than_allowed_begins_and_readers_are_told_how_much_is_gone()
    {
        var files = Files(fileBytes: 10, filesKept: 2);
        using var log = files.OpenAppender("a");
        for (var i = 0; i < 5; i++)
            Append(log, $"line {i}....\n");
        using var reader = files.Open("a")!;
        Assert.Equal((33, 55), (reader.Stat().First, reader.Stat().End));
        Assert.Equal(new LogPiece(33, Bytes("line 3....\n"), Skipped: 33), reader.Read(0, 100), Same);
        Assert.Equal((33, 44, 55), (reader.FindLine(1), reader.FindLine(5), reader.FindLine(6)));
        Assert.Equal(2, Directory.GetFiles(Place("a"), "*.idx").Length);
    }

    [Fact]
    public void A_reader_in_a_file_that_is_removed_reads_it_to_its_end_and_misses_nothing()
    {
        var files = Files(fileBytes: 10, filesKept: 1);
        using var log = files.OpenAppender("a");
        Append(log, "first file\n");
        using var reader = files.Open("a")!;
        Assert.Equal("first", Text(reader.Read(0, 5)));
        Append(log, "second one\n");
        Assert.Equal([(11, 2)], Segments("a"));
        Assert.Equal(" file\nsecond one\n", Text(reader, 5));
    }

    [Fact]
    public void The_front_is_cut_to_a_budget_and_what_is_written_to_stays()
    {
        var files = Files(fileBytes: 10);
        using var log = files.OpenAppender("a");
        for (var i = 0; i < 4; i++)
            Append(log, $"line {i}....\n");
        log.Trim(30);
        Assert.Equal([(22, 3), (33, 4)], Segments("a"));
        log.Trim(0);
        Assert.Equal([(33, 4)], Segments("a"));
        Append(log, "on\n");
        using var reader = files.Open("a")!;
        Assert.Equal("line 3....\non\n", Text(reader, 33));
    }

    [Fact]
    public void Lines_are_found_by_number_and_from_the_end_over_many_files()
    {
        var files = Files(fileBytes: 50_000);
        using var log = files.OpenAppender("a");
        var starts = new List<long>();
        for (var i = 0; i < 20_000; i++)
        {
            starts.Add(log.End);
            Append(log, new string('x', i % 23) + "\n");
        }
        Assert.True(Segments("a").Count > 3);
        using var reader = files.Open("a")!;
        for (var i = 0; i < starts.Count; i += 97)
        {
            Assert.Equal(starts[i], reader.FindLine(i + 1));
            Assert.Equal(starts[i], reader.FindTail(starts.Count - i));
        }
        Assert.Equal((log.End, 0), (reader.FindTail(0), reader.FindTail(1_000_000)));
        Append(log, "unfinished");
        Assert.Equal(starts[^1], reader.FindTail(2));
    }

    [Fact]
    public async Task A_reader_at_the_end_is_woken_by_the_writer()
    {
        var files = Files();
        using var log = files.OpenAppender("a");
        using var reader = files.Open("a")!;
        var change = reader.NextChange();
        Assert.False(reader.Read(0, 10).IsNews);
        Assert.False(change.IsCompleted);
        Append(log, "a");
        await change.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(reader.NextChange().IsCompleted);
        Assert.Equal("a", Text(reader, 0));
    }

    [Fact]
    public void All_logs_are_listed_in_order_of_name_and_folders_without_one_are_not()
    {
        var files = Files();
        Assert.Empty(files.List());
        foreach (var name in new[] { "job/2", "job/10/x", "a" })
            using (var log = files.OpenAppender(name))
                Append(log, name);
        Assert.Equal([("a", 1), ("job/10/x", 8), ("job/2", 5)], files.List().Select(stat => (stat.Name, stat.End)));
        Assert.Null(files.Open("job"));
    }

    [Fact]
    public void A_write_that_fails_writes_nothing_and_later_ones_go_on()
    {
        using var disk = new SmallDisk(_directory.File("disk"), "1m");
        var files = new LogFiles(new LogFilesOptions { Directory = disk.Path }, TimeProvider.System);
        using var log = files.OpenAppender("a");
        Append(log, "first\n");
        Assert.Equal("LOG_FAILED", Assert.Throws<LogException>(() => log.Append(new byte[2 << 20])).Code);
        Assert.Equal(6, log.End);
        Append(log, "second\n");
        log.Sync();
        using var reader = files.Open("a")!;
        Assert.Equal("first\nsecond\n", Text(reader, 0));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Limits_below_one_are_refused(long fileBytes, int filesKept) =>
        Assert.Equal("LOG_LIMIT_INVALID", Assert.Throws<LogException>(() => Files(fileBytes, filesKept)).Code);

    private LogFiles Files(long fileBytes = 1 << 20, int filesKept = 100) => new(
        new LogFilesOptions { Directory = _directory.Path, FileBytes = fileBytes, FilesKept = filesKept }, TimeProvider.System);

    private string Place(string name) => _directory.File(name);

    private List<(long Offset, long Line)> Segments(string name) => [.. Segment.All(Place(name)).Select(s => (s.Offset, s.Line))];

    private static void Append(ILogAppender log, string text) => log.Append(Bytes(text));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(LogPiece piece) => Encoding.UTF8.GetString(piece.Bytes.Span);

    /// <summary>All that there is from an offset on.</summary>
    private static string Text(ILogReader reader, long offset)
    {
        var text = new StringBuilder();
        while (reader.Read(offset, 7) is { IsNews: true } piece)
        {
            text.Append(Text(piece));
            offset = piece.Next;
        }
        return text.ToString();
    }

    private static bool Same(LogPiece a, LogPiece b) => a with { Bytes = default } == b with { Bytes = default } && a.Bytes.Span.SequenceEqual(b.Bytes.Span);
}
