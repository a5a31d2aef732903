using System.Text;
using Drover.Lab.Logs;
using Drover.LavaWeb.Workers;

namespace Drover.LavaWeb.Tests.Workers;

/// <summary>Bodies of workers, and the lists of lines in them.</summary>
public sealed class FormBodyTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("a=1&b=2", "a", "1")]
    [InlineData("a=1&b=2", "b", "2")]
    [InlineData("a=1&a=2", "a", "1")]
    [InlineData("a=x+y%20z%2B", "a", "x y z+")]
    [InlineData("a%3db=c=d", "a=b", "c=d")]
    [InlineData("&&a=%F0%9F%98%80&", "a", "😀")]
    [InlineData("a", "a", "")]
    [InlineData("a=1", "c", null)]
    [InlineData("", "a", null)]
    public void A_field_is_decoded(string body, string name, string? value) => Assert.Equal(value, Form(body).Text(name));

    [Theory]
    [InlineData("a=%")]
    [InlineData("a=1%4")]
    [InlineData("a=%zz")]
    [InlineData("%=1")]
    public void A_broken_escape_is_told(string body) => Assert.Contains("two hexadecimal digits", Assert.Throws<FormatException>(() => Form(body)).Message, StringComparison.Ordinal);

    [Fact]
    public void More_than_100_fields_are_told() => Assert.Throws<FormatException>(() => Form(string.Join('&', Enumerable.Range(0, 101))));

    [Fact]
    public void Lines_are_taken_as_they_were_sent()
    {
        string[] lines = ["""{"dt": "x", "lvl": "target", "msg": "a - b \"c\""}""", """{"dt": "x", "lvl": "results", "msg": {"case": "job", "starttc": ! "1"}}"""];
        Assert.Equal([(lines[0], false), (lines[1], true)], Read("- " + string.Join("\n- ", lines)));
        Assert.Equal([(lines[0], false)], Read($"- {lines[0]}\n"));
        Assert.Empty(Read(""));
    }

    [Fact]
    public void An_event_becomes_debug_and_a_folded_line_one_line() => Assert.Equal(
        [("""{"dt": "x", "lvl": "debug", "msg": "custom"}""", false), ("""{"dt": "x", "lvl": "info", "msg": "long   line"}""", false)],
        Read("- {\"dt\": \"x\", \"lvl\": \"event\", \"msg\": \"custom\"}\n- {\"dt\": \"x\", \"lvl\": \"info\", \"msg\": \"long\n  line\"}"));

    [Theory]
    [InlineData("")]
    [InlineData("{\"dt\": \"x\"}")]
    [InlineData("a\rb")]
    public void What_is_no_line_keeps_its_place(string line)
    {
        var read = Read($"- {{\"lvl\": \"info\", \"msg\": \"1\"}}\n- {line}\n- {{\"lvl\": \"info\", \"msg\": \"3\"}}");
        Assert.Equal(3, read.Count);
        Assert.Equal("""{"dt": "2026-01-02T03:04:05.000000", "lvl": "error", "msg": "What was sent here is no line of a log and was left out"}""", read[1].Text);
        Assert.Contains("\"3\"", read[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_list_is_told() => Assert.Throws<FormatException>(() => Read("{\"lvl\": \"info\", \"msg\": \"1\"}"));

    private static FormBody Form(string body) => FormBody.Read(Encoding.UTF8.GetBytes(body));

    private static List<(string Text, bool MayBeResult)> Read(string lines) =>
        [.. LineList.Read(Encoding.UTF8.GetBytes(lines), s_now).Select((LogText line) => (Encoding.UTF8.GetString(line.Text.Span), line.MayBeResult))];
}
