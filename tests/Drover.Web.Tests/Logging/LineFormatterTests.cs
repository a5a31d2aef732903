using Drover.Daemon.Logging;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Web.Tests.Logging;

public sealed class LineFormatterTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData("all is well", "all is well")]
    [InlineData("a\r\nfail: drover.jobs[1] b\u001b[31m", "a  fail: drover.jobs[1] b [31m")]
    [InlineData("\n", " ")]
    [InlineData("x\u0085y\u007f", "x y ")]
    [InlineData("", "")]
    [InlineData("gr\u00fc\u00df dich", "gr\u00fc\u00df dich")]
    public void A_message_is_one_line_whatever_is_in_it(string text, string written) =>
        Assert.Equal($"{_clock.GetUtcNow():yyyy-MM-dd HH:mm:ss.fff} warn: drover.jobs[1211] {written}\n", Write(LogLevel.Warning, text, null));

    [Fact]
    public void An_exception_stands_behind_it_on_the_same_line() =>
        Assert.EndsWith(" crit: drover.jobs[1211] it broke System.InvalidOperationException: first second\n", Write(LogLevel.Critical, "it broke", new InvalidOperationException("first\nsecond")), StringComparison.Ordinal);

    private string Write(LogLevel level, string text, Exception? exception)
    {
        using var to = new StringWriter();
        new LineFormatter(_clock).Write(new LogEntry<string>(level, "drover.jobs", new EventId(1211), text, exception, (state, _) => state), null, to);
        return to.ToString();
    }
}
