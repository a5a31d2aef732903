using System.Text;
using Drover.Storage.Logs;

namespace Drover.Storage.Tests.Logs;

/// <summary>What a crash or a loss of power leaves of a log.</summary>
public sealed class TornLogTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly byte[] _data;
    private readonly byte[] _index;

    public TornLogTests()
    {
        using (var log = Files().OpenAppender("a"))
            for (var i = 0; log.End < 5 * SegmentIndex.Every; i++)
                log.Append(Encoding.ASCII.GetBytes($"line {i} {new string('.', i % 61)}\n"));
        _data = File.ReadAllBytes(Segment.DataPath);
        _index = File.ReadAllBytes(Segment.IndexPath);
        Assert.True(_index.Length >= 5 * IndexEntry.Size);
    }

    private Segment Segment => Storage.Logs.Segment.All(_directory.File("a"))[0];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_index_that_ends_at_any_byte_is_made_whole_again()
    {
        for (var length = 0; length <= _index.Length; length++)
        {
            File.WriteAllBytes(Segment.IndexPath, _index[..length]);
            Check(_data);
        }
    }

    [Fact]
    public void The_beginning_of_a_line_is_taken_back_wherever_the_bytes_end()
    {
        var places = SegmentIndex.Load(Segment, _data.Length).SelectMany(entry => Enumerable.Range((int)entry.Offset - 40, 80))
            .Concat([1, 5, _data.Length - 1, _data.Length]).Where(length => length >= 0 && length <= _data.Length);
        foreach (var length in places.Distinct())
        {
            File.WriteAllBytes(Segment.DataPath, _data[..length]);
            File.WriteAllBytes(Segment.IndexPath, _index);
            // Entries in the middle of a line, as a second opening leaves them.
            using (Files().OpenAppender("a"))
            {
            }
            var whole = _data[..(_data.AsSpan(0, length).LastIndexOf((byte)'\n') + 1)];
            using (var log = Files().OpenAppender("a"))
            {
                log.DropUnfinishedLine();
                Assert.Equal((whole.Length, whole.Count(b => b == '\n') + 1), (log.End, log.Line));
                log.Append("next\n"u8);
            }
            Assert.Equal([.. whole, .. "next\n"u8], File.ReadAllBytes(Segment.DataPath));
        }
    }

    [Fact]
    public void An_index_that_is_not_there_is_made_again()
    {
        File.Delete(Segment.IndexPath);
        Check(_data);
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_the_index_is_noticed()
    {
        for (var at = 0; at < _index.Length; at++)
        {
            var index = _index.ToArray();
            index[at] ^= 1;
            File.WriteAllBytes(Segment.IndexPath, index);
            Check(_data);
        }
    }

    [Fact]
    public void Bytes_that_end_anywhere_before_what_the_index_knows_are_gone_on_with()
    {
        // Every byte around the places that the index names, and some on the way.
        var places = SegmentIndex.Load(Segment, _data.Length).SelectMany(entry => Enumerable.Range((int)entry.Offset - 40, 80))
            .Concat(Enumerable.Range(0, _data.Length / 501).Select(i => i * 501)).Where(length => length >= 0 && length <= _data.Length);
        foreach (var length in places.Distinct())
        {
            File.WriteAllBytes(Segment.DataPath, _data[..length]);
            File.WriteAllBytes(Segment.IndexPath, _index);
            Check(_data[..length]);
        }
    }

    [Fact]
    public void A_reader_ahead_of_what_a_crash_has_left_goes_on_at_the_end()
    {
        var files = Files();
        File.WriteAllBytes(Segment.DataPath, _data[..100]);
        using var reader = files.Open("a")!;
        var piece = reader.Read(200, 10);
        Assert.Equal((100, true, 0), (piece.Offset, piece.Restarted, piece.Bytes.Length));
    }

    [Fact]
    public void A_loss_between_two_files_is_passed_over_and_counted()
    {
        Directory.CreateDirectory(_directory.File("b"));
        File.WriteAllText(new Segment(_directory.File("b"), 0, 1).DataPath, "abc");
        File.WriteAllText(new Segment(_directory.File("b"), 10, 2).DataPath, "next\n");
        using var reader = Files().Open("b")!;
        Assert.Equal("abc", Encoding.ASCII.GetString(reader.Read(0, 100).Bytes.Span));
        var piece = reader.Read(3, 100);
        Assert.Equal((10, 7, "next\n"), (piece.Offset, piece.Skipped, Encoding.ASCII.GetString(piece.Bytes.Span)));
    }

    /// <summary>A reader finds every line before the log is mended; a writer mends it and goes on; then a reader finds every line again.</summary>
    private void Check(byte[] data)
    {
        var lines = data.AsSpan().Count((byte)'\n');
        var files = Files();
        CheckLines(files, data);
        using (var log = files.OpenAppender("a"))
        {
            Assert.Equal((data.Length, lines + 1), (log.End, log.Line));
            log.Append("more\n"u8);
        }
        byte[] now = [.. data, .. "more\n"u8];
        Assert.Equal(now, File.ReadAllBytes(Segment.DataPath));
        CheckLines(files, now);
        var places = SegmentIndex.Load(Segment, now.Length).ConvertAll(entry => entry.Offset);
        Assert.Equal(0, places[0]);
        Assert.All(places.Append(now.Length).Zip(places.Skip(1).Append(now.Length)), pair => Assert.InRange(pair.Second - pair.First, 0, 2 * SegmentIndex.Every));
        Assert.Equal(0, new FileInfo(Segment.IndexPath).Length % IndexEntry.Size);
        File.WriteAllBytes(Segment.DataPath, data);
    }

    private static void CheckLines(LogFiles files, byte[] data)
    {
        using var reader = files.Open("a")!;
        var lines = data.AsSpan().Count((byte)'\n');
        for (var line = 1; line <= lines; line += 301)
        {
            var offset = reader.FindLine(line)!.Value;
            Assert.Equal(line - 1, data.AsSpan(0, (int)offset).Count((byte)'\n'));
            Assert.True(offset == 0 || data[offset - 1] == '\n');
        }
    }

    private LogFiles Files() => new(new LogFilesOptions { Directory = _directory.Path }, TimeProvider.System);
}
