using Drover.Cli.Listing;
using Drover.Cli.TestJobs;

namespace Drover.Cli.Tests.TestJobs;

public sealed class TestLogLineTests
{
    private const string Time = "\"dt\": \"2026-11-28T21:00:00.123456\"";

    [Theory]
    [InlineData("\"lvl\": \"target\", \"msg\": \"Linux 6.1\"", "Linux 6.1")]
    [InlineData("\"lvl\": \"target\", \"msg\": \"{\\\\\\\"a\\\\\\\": 1} C:\\\\temp\"", "{\"a\": 1} C:\\temp")]
    [InlineData("\"lvl\": \"target\", \"msg\": \"\\e[2J\\0\\x7F \\xE9 \\U0001F600\"", "\\x1b[2J\\x00\\x7f \u00e9 \ud83d\ude00")]
    [InlineData("\"lvl\": \"info\", \"msg\": \"a\\nb\\n\"", "[info] a\n                            b")]
    [InlineData("\"lvl\": \"error\", \"msg\": [\"a\", \"b\"]", "[error] a\n                             b")]
    [InlineData("\"lvl\": \"results\", \"msg\": {\"case\": \"boot\", \"definition\": \"0_smoke\", \"result\": \"pass\", \"measurement\": ! \"3.5\", \"units\": \"s\"}", "[result] 0_smoke/boot: pass, 3.5 s")]
    [InlineData("\"lvl\": \"results\", \"msg\": {\"case\": \"boot\", \"definition\": \"0_smoke\", \"result\": \"pass\", \"measurement\": !!python/object/apply:decimal.Decimal [\"3.50\"]}", "[result] 0_smoke/boot: pass, 3.50")]
    [InlineData("\"lvl\": \"results\", \"msg\": {\"case\": \"job\", \"definition\": \"lava\", \"result\": \"fail\", \"error_msg\": \"no power\"}", "[result] lava/job: fail: no power")]
    [InlineData("\"lvl\": \"debug\", \"msg\": {\"a\": ! \"165\"}", "[debug] {\"a\":165}")]
    public void A_line_is_time_level_and_message(string item, string expected) =>
        Assert.Equal("2026-11-28 21:00:00  " + expected, TestLogLine.Read($"- {{{Time}, {item}}}").Text(new ValueText(TimeZoneInfo.Utc), colour: false));

    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("- {broken", "- {broken")]
    [InlineData("- [1, 2]", "- [1, 2]")]
    [InlineData("\u001b]0;title", "\\x1b]0;title")]
    public void What_is_no_such_item_is_shown_as_it_is(string stored, string expected) =>
        Assert.Equal(new string(' ', 21) + expected, TestLogLine.Read(stored).Text(new ValueText(TimeZoneInfo.Utc), colour: false));

    [Fact]
    public void Colours_come_on_a_terminal_only()
    {
        var line = TestLogLine.Read($"- {{{Time}, \"lvl\": \"error\", \"msg\": \"no\"}}");
        Assert.Equal("2026-11-28 21:00:00  \u001b[31m[error] no\u001b[0m", line.Text(new ValueText(TimeZoneInfo.Utc), colour: true));
    }
}
