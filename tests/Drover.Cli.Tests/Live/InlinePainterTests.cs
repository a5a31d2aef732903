using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Tests.Live;

public sealed class InlinePainterTests
{
    private const int Columns = 30;
    private const int Rows = 12;

    private readonly GridTerminal _terminal = new(Columns, Rows);
    private readonly Screen _screen;
    private readonly InlinePainter _painter;

    public InlinePainterTests()
    {
        _screen = new Screen(_terminal, Stream.Null, () => Stream.Null);
        _painter = new InlinePainter(_screen, () => new ScreenSize(Columns, Rows));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void After_any_frames_and_printed_lines_the_terminal_shows_them(int seed)
    {
        var random = new Random(seed);
        var expected = new List<string>();
        var printed = 0;
        for (var turn = 0; turn < 200; turn++)
        {
            expected.RemoveRange(printed, expected.Count - printed);
            if (random.Next(5) == 0)
            {
                _painter.Clear();
                expected.Add($"printed {turn}");
                printed++;
                _screen.Out.WriteLine(expected[^1]);
            }

            var frame = Enumerable.Range(0, random.Next(1, _painter.Room.Rows)).Select(_ => new ScreenLine(Words(random))).ToList();
            _painter.Paint(frame);
            expected.AddRange(frame.Select(line => line.Text));
            Assert.True(Shows(expected, frame.Count), $"seed {seed}, turn {turn}:\n{string.Join('\n', _terminal.Lines)}\ninstead of\n{string.Join('\n', expected)}");
        }
    }

    [Fact]
    public void A_second_that_passes_costs_few_bytes()
    {
        _painter.Paint([new("Job 17 running for 12s"), new("  step 3 of 60")]);
        _terminal.Bytes = 0;
        _painter.Paint([new("Job 17 running for 13s"), new("  step 3 of 60")]);
        Assert.Equal("Job 17 running for 13s", _terminal.Lines[0]);
        Assert.InRange(_terminal.Bytes, 1, 20);
    }

    [Fact]
    public void Nothing_is_written_when_nothing_has_changed()
    {
        _painter.Paint([new("Job 17 running for 12s")]);
        _terminal.Bytes = 0;
        _painter.Paint([new("Job 17 running for 12s")]);
        Assert.Equal(0, _terminal.Bytes);
    }

    [Fact]
    public void Cleared_it_leaves_nothing_behind()
    {
        _screen.Out.WriteLine("before");
        _painter.Paint([new("one"), new("two")]);
        _painter.Clear();
        _screen.Out.WriteLine("after");
        _screen.Flush();
        Assert.Equal(["before", "after", ""], _terminal.Lines.Take(3));
    }

    /// <summary>The frame stands somewhere, what was printed directly above it as far as it has not scrolled away, and nothing below.</summary>
    private bool Shows(List<string> expected, int frame)
    {
        var lines = _terminal.Lines;
        for (var end = frame; end <= lines.Count; end++)
        {
            var above = Math.Min(end, expected.Count);
            if (lines.Skip(end).All(line => line.Length == 0) && lines.Skip(end - above).Take(above).SequenceEqual(expected.TakeLast(above)))
                return true;
        }

        return false;
    }

    private static string Words(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => new string((char)('a' + random.Next(3)), random.Next(1, 4))));
}
