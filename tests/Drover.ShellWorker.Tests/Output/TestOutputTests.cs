using System.Text;
using Drover.Lab.Definitions;
using Drover.Lab.Logs;
using Drover.ShellWorker.Output;
using Drover.Tests.Shared;
using Drover.Yaml;

namespace Drover.ShellWorker.Tests.Output;

public sealed class TestOutputTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Signals_become_cases_with_sets_measurements_and_their_lines()
    {
        var results = Results(false,
            "<LAVA_SIGNAL_STARTRUN 0_s 1>", "<LAVA_SIGNAL_TESTSET START net>", "<LAVA_SIGNAL_STARTTC ping>", "64 bytes", "<LAVA_SIGNAL_ENDTC ping>",
            "noise <LAVA_SIGNAL_TESTCASE TEST_CASE_ID=ping RESULT=pass MEASUREMENT=3.50 UNITS=ms>", "<LAVA_SIGNAL_TESTSET STOP>", "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=disk RESULT=fail>");
        Assert.Equal(["ping pass 3.50 ms net 2 4", "disk fail"], results);
    }

    [Fact]
    public void The_trace_of_the_shell_reports_nothing() =>
        Assert.Empty(Results(true, "+ echo '<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=a RESULT=pass>'", "++ ok 1"));

    [Fact]
    public void What_is_no_case_is_said_and_costs_nothing_else()
    {
        List<LogText> lines = [];
        var output = new TestOutput("0_s", false, new OutputState(), _clock);
        output.Take("<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=a RESULT=maybe>", 0, lines);
        Assert.Equal(["target", "warning"], lines.Select(line => Read(line).Find("lvl")!.AsText()));
    }

    [Fact]
    public void Tap_becomes_cases_where_it_is_asked_for()
    {
        string[] tap = ["1..5", "ok 1 - opens the file", "not ok 2 closes it", "ok 3 # SKIP no board", "not ok - later # TODO one day"];
        Assert.Equal(["opens the file pass", "closes it fail", "test 3 skip", "later skip", "tap-plan fail"], Results(true, tap));
        Assert.Empty(Results(false, tap));
    }

    [Fact]
    public void A_report_becomes_cases_and_not_lines()
    {
        const string Report = """<testsuites><testsuite name="io"><testcase classname="file" name="open" time="0.5"/><testcase name="close"><failure>no</failure></testcase><testcase name="map"><skipped/></testcase></testsuite></testsuites>""";
        string[] output = ["<DROVER_JUNIT out/a.xml>", Convert.ToBase64String(Encoding.UTF8.GetBytes(Report)), "<DROVER_JUNIT_END>"];
        Assert.Equal(["file.open pass 0.5 seconds io", "close fail io", "map skip io"], Results(false, output));
        Assert.Empty(Results(false, output[..2]));
        Assert.Empty(Results(false, output[0], "bm90IHhtbA==", output[2]));
    }

    [Fact]
    public void Reading_goes_on_from_any_line_as_if_it_had_never_stopped()
    {
        string[] output = ["<LAVA_SIGNAL_TESTSET START a>", "<LAVA_SIGNAL_STARTTC c>", "1..2", "ok 1", "<LAVA_SIGNAL_ENDTC c>", "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=c RESULT=pass>", "<LAVA_SIGNAL_TESTRAISE the end>"];
        List<LogText> whole = [];
        var first = new TestOutput("0_s", true, new OutputState(), _clock);
        foreach (var line in output)
            first.Take(line, whole.Count, whole);
        first.End(whole);

        List<LogText> parts = [];
        var state = new OutputState();
        foreach (var line in output)
        {
            var next = new TestOutput("0_s", true, state, _clock);
            next.Take(line, parts.Count, parts);
            state = next.State;
        }
        new TestOutput("0_s", true, state, _clock).End(parts);
        Assert.Equal(whole.Select(Text), parts.Select(Text));
        Assert.Equal("the end", state.Raised);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("quotes \" and \\ and \u001b[0m and \t\r")]
    [InlineData("umlauts ü, 🎉, \u2028, \u0085, \ufeff")]
    public void Any_text_comes_back_from_the_log(string text) => Assert.Equal(text, Read(LogLine.Text(_clock.GetUtcNow(), "target", text)).Find("msg")!.AsText());

    private List<string> Results(bool tap, params string[] output)
    {
        List<LogText> lines = [];
        var reading = new TestOutput("0_s", tap, new OutputState(), _clock);
        foreach (var line in output)
            reading.Take(line, lines.Count, lines);
        reading.End(lines);
        Assert.Equal(output.Count(line => !line.StartsWith("<DROVER", StringComparison.Ordinal) && !line.EndsWith('=') && line.Length < 200), lines.Count(line => Read(line).Find("lvl")!.AsText() == "target"));
        return [.. lines.Where(line => line.MayBeResult).Select(line => ResultLine.Read((YamlMap)Read(line).Find("msg")!).Result!)
            .Select(result => string.Join(' ', new object?[] { result.Case, result.Verdict.ToString().ToLowerInvariant(), result.MeasurementText, result.Units, result.Set, result.StartLine, result.EndLine }.Where(part => part is not null)))];
    }

    private static string Text(LogText line) => Encoding.UTF8.GetString(line.Text.Span);

    private static YamlMap Read(LogText line) => (YamlMap)YamlReader.Read(Text(line), YamlRules.Safe);
}
