using System.Text;
using Drover.Agent.Commands;
using Drover.Tests.Shared;

namespace Drover.Agent.Tests.Commands;

/// <summary>How bytes of a command become texts.</summary>
public sealed class OutputLinesTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly List<string> _told = [];
    private OutputLines _lines;

    public OutputLinesTests() => _lines = Lines(1 << 20);

    public void Dispose() => _lines.Dispose();

    [Fact]
    public void Lines_wait_a_moment_for_more_and_unfinished_ones_for_their_end()
    {
        Take("one\ntw");
        Take("o\nthr");
        Assert.Empty(_told);
        _clock.Advance(OutputLines.Pause);
        Assert.Equal(["out one\ntwo\n"], _told);
        _clock.Advance(OutputLines.Pause);
        Take("ee\n");
        _clock.Advance(OutputLines.Pause);
        Assert.Equal("out three\n", _told[1]);
        Take("four");
        _lines.End();
        Assert.Equal("out four", _told[2]);
    }

    [Fact]
    public void What_one_stream_wrote_before_the_other_is_told_before_it()
    {
        Take("a\n");
        Take("b\n", isError: true);
        Take("c\n");
        _lines.End();
        Assert.Equal(["out a\n", "err b\n", "out c\n"], _told);
    }

    [Fact]
    public void A_long_line_is_cut_between_characters()
    {
        // Three bytes each, so that the cut would fall into one.
        Take(new string('\u20ac', 5_000));
        _lines.End();
        Assert.Equal(2, _told.Count);
        Assert.Equal(new string('\u20ac', 5_000), string.Concat(_told.Select(text => text["out ".Length..])));
        Assert.All(_told, text => Assert.True(Encoding.UTF8.GetByteCount(text["out ".Length..]) <= OutputLines.TextBytes));
    }

    [Fact]
    public void Bytes_beyond_the_bound_are_counted()
    {
        _lines.Dispose();
        _lines = Lines(4);
        Take("ab");
        Take("cdef", isError: true);
        Take("gh");
        _lines.End();
        Assert.Equal(["out ab", "err cd"], _told);
        Assert.Equal(4, _lines.Dropped);
    }

    private OutputLines Lines(long most) => new(most, (isError, text) => _told.Add($"{(isError ? "err" : "out")} {text}"), _clock);

    private void Take(string text, bool isError = false) => _lines.Take(isError, Encoding.UTF8.GetBytes(text));
}
