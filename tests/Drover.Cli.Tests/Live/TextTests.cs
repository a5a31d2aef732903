using System.Text;
using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Tests.Live;

public sealed class TextTests
{
    [Theory]
    [InlineData("plain", 5)]
    [InlineData("größe", 5)]
    [InlineData("e\u0301", 1)]
    [InlineData("日本", 4)]
    [InlineData("a\ud83d\ude80", 3)]
    public void Text_is_as_wide_as_its_cells(string text, int width) => Assert.Equal(width, CellText.Width(text));

    [Theory]
    [InlineData("short", 5, "short")]
    [InlineData("too long", 5, "too …")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("any", 0, "")]
    public void What_does_not_fit_is_cut_with_an_ellipsis(string text, int width, string cut) => Assert.Equal(cut, CellText.Cut(text, width));

    [Fact]
    public void A_sentence_is_broken_at_blanks_and_its_last_line_cut()
    {
        Assert.Equal(["waits for", "node n1,", "which job"], CellText.Wrap("waits for node n1, which job", 10, 9));
        Assert.Equal(["waits for", "node n1, …"], CellText.Wrap("waits for node n1, which job", 10, 2));
        Assert.Equal(["averylongw", "ord"], CellText.Wrap("averylongword", 10, 9));
        Assert.Equal([""], CellText.Wrap("", 10, 9));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(182, "3m 02s")]
    [InlineData(7500, "2h 05m")]
    [InlineData(385_200, "4d 11h")]
    [InlineData(-5, "0s")]
    public void Elapsed_time_has_two_units_at_most(double seconds, string text) => Assert.Equal(text, ElapsedText.Of(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("step 3 of 60", "[----------] step 3 of 60")]
    [InlineData(" - INFO: test delay 2 of 3", "[######----] delay 2 of 3")]
    [InlineData("step 60 of 60.", "[##########] step 60 of 60")]
    [InlineData("node n1 has 200 of 300 MiB memory", null)]
    [InlineData("step 61 of 60", null)]
    [InlineData("3 of 60", null)]
    [InlineData("step x of y", null)]
    [InlineData(null, null)]
    public void Progress_is_found_where_a_text_tells_it(string? text, string? bar) => Assert.Equal(bar, StepProgress.Find(text)?.Bar(10));

    [Fact]
    public void Keys_are_read_out_of_bytes_and_unknown_sequences_are_passed_over()
    {
        var keys = KeyDecoder.Decode(Encoding.UTF8.GetBytes("j\x1b[A\x1b[5~\x1b[1;5Cé\r\x7f\x01\t\x1b[Z\x1b[3~\x1b[D\x00\x1b"));
        Assert.Equal([new(KeyKind.Text, "j"), new(KeyKind.Up), new(KeyKind.PageUp), new(KeyKind.Text, "é"), new(KeyKind.Enter), new(KeyKind.Backspace), Key.Control('a'), new(KeyKind.Tab), new(KeyKind.BackTab), new(KeyKind.Delete), new(KeyKind.Left), new Key(KeyKind.Escape)], keys);
    }
}
