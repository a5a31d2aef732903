using System.Globalization;
using System.Numerics;

namespace Drover.Yaml.Tests;

/// <summary>Scalars that YAML 1.1, YAML 1.2 and common sense read differently.</summary>
public sealed class ScalarTableTests
{
    [Theory]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("NO", false)]
    [InlineData("off", false)]
    [InlineData("True", true)]
    [InlineData("!!bool \"yes\"", true)]
    [InlineData("!!bool yEs", true)]
    [InlineData("! \"true\"", true)]
    public void Words_are_truth_values(string text, bool expected) => Assert.Equal(expected, Read(text).Bool);

    [Theory]
    [InlineData("010", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("0x_1F", "31")]
    [InlineData("0b11", "3")]
    [InlineData("1_000", "1000")]
    [InlineData("1__0", "10")]
    [InlineData("+1", "1")]
    [InlineData("-0", "0")]
    [InlineData("12:30:45", "45045")]
    [InlineData("1:30", "90")]
    [InlineData("22:00", "1320")]
    [InlineData("52:54:00:12:34:56", "41135085296")]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("! \"165\"", "165")]
    [InlineData("! '165'", "165")]
    [InlineData("!!int \"165\"", "165")]
    [InlineData("!!int \"8\"", "8")]
    [InlineData("!!int \"010\"", "8")]
    [InlineData("!!int \"1_000\"", "1000")]
    [InlineData("!!int \"12:30\"", "750")]
    [InlineData("%YAML 1.2\n---\n010", "8")]
    public void Whole_numbers_have_the_value_of_YAML_1_1(string text, string expected) => Assert.Equal(BigInteger.Parse(expected, CultureInfo.InvariantCulture), Read(text).Int);

    [Theory]
    [InlineData("190:20:30.15", 685230.15)]
    [InlineData("1.0e+3", 1000.0)]
    [InlineData("1.e+3", 1000.0)]
    [InlineData(".5", 0.5)]
    [InlineData("1.", 1.0)]
    [InlineData("+1.5", 1.5)]
    [InlineData("1_0.5", 10.5)]
    [InlineData(".inf", double.PositiveInfinity)]
    [InlineData("-.INF", double.NegativeInfinity)]
    [InlineData(".NaN", double.NaN)]
    [InlineData("2018.5", 2018.5)]
    [InlineData("1.10", 1.1)]
    [InlineData("!!float \"1.5\"", 1.5)]
    [InlineData("! \"3.5\"", 3.5)]
    [InlineData("! \"5.0\"", 5.0)]
    [InlineData("! \"1.2345678901234568e+18\"", 1.2345678901234568e+18)]
    [InlineData("! \"1.0e+22\"", 1e22)]
    [InlineData("! \".inf\"", double.PositiveInfinity)]
    [InlineData("! \".nan\"", double.NaN)]
    [InlineData("! \"-0.0\"", -0.0)]
    public void Fractions_need_a_dot_and_their_exponent_a_sign(string text, double expected) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Read(text).Float));

    [Theory]
    [InlineData("y")]
    [InlineData("Y")]
    [InlineData("08")]
    [InlineData("0888")]
    [InlineData("0o10")]
    [InlineData("_1")]
    [InlineData("1:90")]
    [InlineData("08:30")]
    [InlineData("00:16:31:12:34:56")]
    [InlineData("1e3")]
    [InlineData("1.0e3")]
    [InlineData("1e-3")]
    [InlineData("0.1e1")]
    [InlineData("-.5")]
    [InlineData("2023-1-1")]
    [InlineData("none")]
    [InlineData("!!str 010", "010")]
    [InlineData("\"5\"", "5")]
    [InlineData("! \"none\"", "none")]
    public void What_looks_like_a_value_can_be_text(string text, string? expected = null) => Assert.Equal(expected ?? text, Read(text).Text);

    [Theory]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("Null")]
    [InlineData("")]
    [InlineData("# a comment\n")]
    [InlineData("---\n")]
    [InlineData("!!null \"null\"")]
    [InlineData("! \"null\"")]
    public void Nothing_has_several_names(string text) => Assert.Equal(YamlScalarKind.None, Read(text).Kind);

    [Fact]
    public void Dates_and_times_are_values_of_their_own()
    {
        Assert.Equal(new DateOnly(2023, 1, 1), Read("2023-01-01").Date);
        Assert.Equal(new YamlTime(new DateTime(2001, 12, 14, 21, 59, 43, 100), TimeSpan.FromHours(-5)), Read("2001-12-14t21:59:43.10-05:00").Time);
        Assert.Null(Read("2001-12-14 21:59:43").Time.Offset);
        Assert.Equal(Read("2001-12-14 21:59:43Z").Time, Read("2001-12-14 22:59:43 +1").Time);
    }

    [Theory]
    [InlineData("2023-13-45", "is not a date")]
    [InlineData("0b_", "is not a whole number")]
    [InlineData("!!int abc", "is not a whole number")]
    [InlineData("!!bool maybe", "is not a truth value")]
    [InlineData("!!float 1,5", "is not a number")]
    [InlineData("a: =", "put quotes around it")]
    [InlineData("!custom 1", "the tag !custom is not known here")]
    [InlineData("!!python/object/apply:os.system [ls]", "the tag !!python/object/apply:os.system is not known here")]
    public void What_is_no_value_is_refused_with_a_remedy(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<YamlException>(() => YamlReader.Read(text, YamlRules.Safe)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_number_too_long_for_Python_is_refused() =>
        Assert.Contains("4300", Assert.Throws<YamlException>(() => YamlReader.Read(new string('7', 4301), YamlRules.Safe)).Message, StringComparison.Ordinal);

    [Fact]
    public void Bytes_are_decoded() => Assert.Equal("hello"u8.ToArray(), Read("!!binary \"aGVs\\n bG8=\"").Bytes.ToArray());

    [Fact]
    public void A_number_keeps_the_digits_that_were_written() => Assert.Equal(("3.50", 3.5), (Read("3.50").Written, Read("3.50").Float));

    private static YamlScalar Read(string text) => Assert.IsType<YamlScalar>(YamlReader.Read(text, YamlRules.Safe));
}
