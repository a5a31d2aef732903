using System.Text;
using Drover.Lab.Logs;

namespace Drover.Lava.Tests.Logs;

/// <summary>Which lines are read without a parser, and which are left to one.</summary>
public sealed class LineScanTests
{
    [Theory]
    [InlineData("""{"dt": "2018-06-15T12:00:00.000001", "lvl": "target", "msg": "Linux version"}""", LineLevel.Target)]
    [InlineData("""{"dt": "x", "lvl": "debug", "msg": ""}""", LineLevel.Debug)]
    [InlineData("""{"dt": "x", "lvl": "info", "msg": "a \"quoted\" { [ # word"}""", LineLevel.Info)]
    [InlineData("""{"dt": "x", "lvl": "warning", "msg": "\0 \a \v \x7F \xE9 \_ \L \N \P \U0001F600 \uFFFD \/ \\"}""", LineLevel.Warning)]
    [InlineData("""{"dt": "x", "lvl": "error", "msg": "é € 😀"}""", LineLevel.Error)]
    [InlineData("""{"dt": "x", "lvl": "exception", "msg": ["Traceback", "line 2"]}""", LineLevel.Exception)]
    [InlineData("""{"dt": "x", "lvl": "input", "msg": {"sending": "reboot\n"}}""", LineLevel.Input)]
    [InlineData("""{"dt": "x", "lvl": "feedback", "msg": "other board", "ns": "server"}""", LineLevel.Feedback)]
    [InlineData("""{"dt": "x", "lvl": "results", "msg": {"case": "job", "definition": "lava", "starttc": ! "165", "n": !!int "5"}}""", LineLevel.Results)]
    [InlineData("""{"dt": "x", "lvl": "results", "msg": {"extra": !!python/object/apply:collections.OrderedDict [[["k", "v"]]]}}""", LineLevel.Results)]
    [InlineData("""{"dt": "x", "lvl": "event", "msg": "custom"}""", LineLevel.Event)]
    [InlineData("""{"lvl": "marker", "msg": {"case": "boot", "type": "test_case"}}""", LineLevel.Marker)]
    [InlineData("""{"dt":"x","lvl":"info","msg":"as JSON has it"}""", LineLevel.Info)]
    [InlineData("""  { "lvl" : "info" , "msg" : ! "5" }  """, LineLevel.Info)]
    [InlineData("""{"lvl": "info", "msg": !!null "null"}""", LineLevel.Info)]
    [InlineData("""{"lvl": "debug", "lvl": "info", "msg": "the last one counts"}""", LineLevel.Info)]
    [InlineData("""{"lvl": "notice", "msg": "a word of its own"}""", LineLevel.Other)]
    public void A_line_in_the_usual_form_has_its_level(string line, LineLevel level) => Assert.Equal((null, level), Read(line));

    [Theory]
    [InlineData("{lvl: info, msg: plain}")]
    [InlineData("{'lvl': 'info', 'msg': 'single'}")]
    [InlineData("lvl: info")]
    [InlineData("[1, 2]")]
    [InlineData("plain")]
    [InlineData("""{"lvl": info, "msg": "plain level"}""")]
    [InlineData("""{"lvl": ! "info", "msg": "tagged level"}""")]
    [InlineData("""{"lvl": ["info"], "msg": "level in a list"}""")]
    [InlineData("""{"lvl": "in\x66o", "msg": "escaped level"}""")]
    [InlineData("""{"l\x76l": "info", "msg": "escaped key"}""")]
    [InlineData("""{"lvl": "info", "msg": "half"} trailing""")]
    [InlineData("""{"lvl": "info", "msg": "cut""")]
    [InlineData("""{"lvl": "info", "msg": "cut \""")]
    [InlineData("""{"lvl": "info", "msg": "cut \x4""")]
    [InlineData("""{"lvl": "info", "msg": {"open": "x"}""")]
    [InlineData("""{"lvl": "info", "msg": "bad escape \q"}""")]
    [InlineData("""{"lvl": "info", "msg": "bad digits \xZZ"}""")]
    [InlineData("""{"lvl": "info", "msg": "half a pair \ud83d\ude00"}""")]
    [InlineData("""{"lvl": "info", "msg": "x",}""")]
    [InlineData("""{"lvl": "info" "msg": "no comma"}""")]
    [InlineData("{\"lvl\": \"info\", \"msg\": \"a\tb\"}")]
    [InlineData("""{"lvl": "info", "msg": {'single': "x"}}""")]
    [InlineData("{")]
    [InlineData(" ")]
    [InlineData("---")]
    public void A_line_in_another_form_is_left_to_a_parser(string line) => Assert.Equal((null, LineLevel.NeedsParse), Read(line));

    [Theory]
    [InlineData("", LineProblem.NotText)]
    [InlineData("a\nb", LineProblem.NotText)]
    [InlineData("a\rb", LineProblem.NotText)]
    [InlineData("""{"dt": "x", "msg": "x"}""", LineProblem.NoLevelOrMessage)]
    [InlineData("""{"dt": "x", "lvl": "info"}""", LineProblem.NoLevelOrMessage)]
    [InlineData("""{"dt": "x", "msg": {"lvl": "info"}}""", LineProblem.NoLevelOrMessage)]
    public void A_line_without_level_or_message_is_none(string line, LineProblem reason) => Assert.Equal(reason, Read(line).Reason);

    [Fact]
    public void Nothing_at_random_is_too_much()
    {
        const int Seed = 7_071;
        var random = new Random(Seed);
        var usual = Encoding.UTF8.GetBytes("""{"dt": "x", "lvl": "results", "msg": {"case": "jo\x41b", "n": ! "1", "l": ["a"]}}""");
        for (var i = 0; i < Drover.Tests.Shared.TestScale.Of(20_000); i++)
        {
            var line = usual.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                line[random.Next(line.Length)] = (byte)random.Next(0x20, 0x7f);
            _ = LineScan.Read(line.AsSpan(0, random.Next(line.Length + 1)), out _);
        }
    }

    private static (LineProblem? Reason, LineLevel Level) Read(string line) => (LineScan.Read(Encoding.UTF8.GetBytes(line), out var level), level);
}
