using System.Globalization;
using Drover.Lab.Definitions;
using Drover.Yaml;

namespace Drover.Lab.Tests.Definitions;

public sealed class ResultLineTests
{
    [Fact]
    public void A_line_of_2023_has_its_numbers_behind_exclamation_marks()
    {
        var result = Taken("""{"case": " boot time ", "definition": "0_smoke", "result": "pass", "set": "one", "measurement": ! "3.5", "units": "s", "starttc": ! "10", "endtc": ! "20", "uuid": "5_1.2"}""");
        Assert.Equal(("0_smoke", "boot time", ResultVerdict.Pass, "one"), (result.Definition, result.Case, result.Verdict, result.Set));
        Assert.Equal(("3.5", 3.5m, "s"), (result.MeasurementText, result.Measurement, result.Units));
        Assert.Equal((10, 20), (result.StartLine, result.EndLine));
        Assert.Equal("case: \" boot time \"\ndefinition: 0_smoke\nresult: pass\nset: one\nmeasurement: 3.5\nunits: s\nuuid: \"5_1.2\"\n", result.Metadata);
        Assert.False(result.IsJobEnd);
    }

    [Fact]
    public void The_end_of_a_job_is_a_result_of_the_suite_lava()
    {
        var result = Taken("""{"definition": "lava", "case": "job", "result": "fail", "error_type": "Infrastructure", "error_msg": "no power"}""");
        Assert.True(result.IsJobEnd);
        Assert.Equal((ResultVerdict.Fail, "Infrastructure", "no power"), (result.Verdict, result.ErrorType, result.ErrorMessage));
        Assert.Null(result.Units);
    }

    [Theory]
    [InlineData("\"0.25\"", "0.25")]
    [InlineData("! \"12.5\"", "12.5")]
    public void A_step_takes_so_many_seconds(string duration, string expected)
    {
        var result = Taken($$"""{"definition": "lava", "case": "boot", "result": "pass", "duration": {{duration}}, "level": "2.1", "measurement": "7"}""");
        Assert.Equal((decimal.Parse(expected, CultureInfo.InvariantCulture), "seconds", "2.1"), (result.Measurement, result.Units, result.Level));
    }

    [Theory]
    [InlineData("!!python/object/apply:decimal.Decimal [\"3.50\"]", "3.50", "3.5")]
    [InlineData("! \"3.5\"", "3.5", "3.5")]
    [InlineData("!!python/object/apply:decimal.Decimal [\"1E+3\"]", "1E+3", "1000")]
    [InlineData("! \"5.0\"", "5.0", "5")]
    [InlineData("\"5\"", "5", "5")]
    [InlineData("! \"5\"", "5", "5")]
    [InlineData("!!python/object/apply:decimal.Decimal [\"1234567890123456789\"]", "1234567890123456789", "1234567890123456789")]
    [InlineData("! \"1.2345678901234568e+18\"", "1.2345678901234568e+18", "1234567890123456800")]
    [InlineData("! \"-0.0\"", "-0.0", "0")]
    [InlineData("\"0.00000000004\"", "0.00000000004", "0")]
    [InlineData("! \"1.0e+22\"", "1.0e+22", null)]
    [InlineData("!!python/object/apply:decimal.Decimal [\"1E+400\"]", "1E+400", null)]
    [InlineData("! \".inf\"", ".inf", null)]
    [InlineData("! \".nan\"", ".nan", null)]
    [InlineData("!!python/object/apply:decimal.Decimal [\"NaN\"]", "NaN", null)]
    public void A_measurement_that_cannot_be_kept_does_not_cost_the_case(string sent, string text, string? expected)
    {
        var reading = Read($$"""{"definition": "d", "case": "c", "result": "pass", "measurement": {{sent}}}""");
        Assert.Equal((text, expected is null ? null : (decimal?)decimal.Parse(expected, CultureInfo.InvariantCulture)), (reading.Result!.MeasurementText, reading.Result.Measurement));
        Assert.Equal(expected is null ? [$"The measurement {text} of test case c in d is too large or no finite number: the case was recorded without it."] : [], reading.Complaints);
    }

    [Theory]
    [InlineData("""{"definition": "d", "result": "pass"}""", "A results line has no case")]
    [InlineData("""{"definition": "", "case": "c", "result": "pass"}""", "A results line has no definition")]
    [InlineData("""{"definition": "d", "case": "c"}""", "A results line has no result")]
    [InlineData("""{"definition": "d", "case": "c", "result": "maybe"}""", "The result \"maybe\" of test case c in d is none of pass, fail, skip, unknown")]
    [InlineData("""{"definition": "d", "case": "c", "result": "PASS"}""", "The result \"PASS\" of")]
    [InlineData("""{"definition": "d", "case": "c", "result": "pass", "measurement": "12abc"}""", "The measurement \"12abc\" of test case c in d is no number")]
    public void What_is_no_result_records_nothing_and_says_why(string line, string complaint)
    {
        var reading = Read(line);
        Assert.Null(reading.Result);
        Assert.StartsWith(complaint, Assert.Single(reading.Complaints), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fail", ResultVerdict.Fail)]
    [InlineData("skip", ResultVerdict.Skip)]
    [InlineData("unknown", ResultVerdict.Unknown)]
    public void Verdicts_have_four_words(string word, ResultVerdict expected) => Assert.Equal(expected, Taken($$"""{"definition": "d", "case": "c", "result": "{{word}}"}""").Verdict);

    [Theory]
    [InlineData("sl/ash")]
    [InlineData("a%20b")]
    [InlineData("q\\\"uote")]
    [InlineData("größe")]
    public void Odd_names_of_cases_are_kept(string name) => Assert.Equal(name.Replace("\\", "", StringComparison.Ordinal), Taken($$"""{"definition": "d", "case": "{{name}}", "result": "pass"}""").Case);

    [Fact]
    public void A_set_that_an_address_cannot_hold_is_left_out()
    {
        var reading = Read("""{"definition": "d", "case": "c", "result": "pass", "set": "my set"}""");
        Assert.Null(reading.Result!.Set);
        Assert.Contains("The test set \"my set\"", Assert.Single(reading.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public void Extra_data_go_into_a_file_that_the_metadata_name()
    {
        var result = Taken("""{"definition": "lava", "case": "a/b", "result": "pass", "level": "2.1", "extra": !!python/object/apply:collections.OrderedDict [[["k", "v"]]]}""");
        Assert.Equal("v", Assert.IsType<YamlMap>(result.Extra).Find("k")!.AsText());
        Assert.Equal("metadata/lava-a%2Fb-2.1.yaml", result.ExtraFile);
        Assert.EndsWith("extra: \"metadata/lava-a%2Fb-2.1.yaml\"\n", result.Metadata, StringComparison.Ordinal);
        var reading = Read("""{"definition": "lava", "case": "c", "result": "pass", "extra": {"k": "v"}}""");
        Assert.Null(reading.Result!.Extra);
        Assert.DoesNotContain("extra", reading.Result.Metadata, StringComparison.Ordinal);
        Assert.Contains("has no level", Assert.Single(reading.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_and_complaints_have_an_end()
    {
        var reading = Read($$"""{"definition": "d", "case": "{{new string('c', 5000)}}", "result": "pass"}""");
        Assert.Equal("", reading.Result!.Metadata);
        Assert.Equal(256, Assert.Single(reading.Complaints).Length);
    }

    private static ResultReading Read(string line) => ResultLine.Read(Assert.IsType<YamlMap>(YamlReader.Read(line, YamlRules.Lenient)));

    private static ResultLine Taken(string line)
    {
        var reading = Read(line);
        Assert.Empty(reading.Complaints);
        return reading.Result!;
    }
}
