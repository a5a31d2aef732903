using Drover.Kernel.Logs;

namespace Drover.Kernel.Tests.Logs;

public sealed class LogPieceTests
{
    [Fact]
    public void A_piece_is_news_when_it_has_bytes_or_tells_that_some_are_missing()
    {
        Assert.False(new LogPiece(7, default).IsNews);
        Assert.True(new LogPiece(7, "a"u8.ToArray()).IsNews);
        Assert.True(new LogPiece(7, default, Skipped: 1).IsNews);
        Assert.True(new LogPiece(0, default, Restarted: true).IsNews);
    }

    [Fact]
    public void Reading_goes_on_after_its_bytes() => Assert.Equal(10, new LogPiece(7, "abc"u8.ToArray(), Skipped: 2).Next);
}
