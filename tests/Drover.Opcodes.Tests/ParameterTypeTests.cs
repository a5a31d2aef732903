using System.Text.Json;

namespace Drover.Opcodes.Tests;

public sealed class ParameterTypeTests
{
    [Theory]
    [InlineData("Anything", "null")]
    [InlineData("Boolean", "false")]
    [InlineData("Integer", "-5")]
    [InlineData("Float", "1")]
    [InlineData("Float", "1e-3")]
    [InlineData("String", "\"\"")]
    [InlineData("NonEmptyString", "\"a\"")]
    [InlineData("EqualOrGreaterThanZero", "0")]
    [InlineData("GreaterThanZero", "1")]
    [InlineData("EqualGreaterThanOne", "1")]
    [InlineData("EqualOrGreaterThanZero and (Less than 16)", "15")]
    [InlineData("OneOf -10, 0, 10", "-10")]
    [InlineData("OneOf in, out", "\"out\"")]
    [InlineData("None or Boolean", "null")]
    [InlineData("None or Boolean", "true")]
    [InlineData("List of NonEmptyString", "[]")]
    [InlineData("Set of (OneOf a, b)", "[\"b\",\"a\"]")]
    [InlineData("Tuple of (Integer, Integer)", "[1,2]")]
    [InlineData("NonEmptyString or List", "[1,\"x\"]")]
    [InlineData("Dictionary with keys of Anything and values of Anything", "{\"\":[]}")]
    [InlineData("Dictionary with keys of (OneOf ip, mac) and values of (None or String) [NIC parameters]", "{\"ip\":null,\"mac\":\"x\"}")]
    [InlineData("JobId", "\"17\"")]
    [InlineData("JobId or RelativeJobId", "-1")]
    [InlineData("String and (IPv4 address)", "\"10.0.0.1\"")]
    [InlineData("String and (IPv4 network)", "\"10.0.0.0/8\"")]
    [InlineData("String and (IPv6 address)", "\"fe80::1\"")]
    [InlineData("String and (IPv6 network)", "\"fe80::/10\"")]
    [InlineData("Private Anything", "3")]
    [InlineData("None or (List of (((List of Anything) or Tuple) and (Length 2) and (Item 0 is (JobId or RelativeJobId), item 1 is (List of (OneOf canceled, error, success)))))", "[[-1,[]],[5,[\"error\"]]]")]
    [InlineData("(List of EqualOrGreaterThanZero) or (List of ((Length 2) and (Item 0 is (EqualOrGreaterThanZero [Disk index]), item 1 is (Dictionary with keys of NonEmptyString and values of (NonEmptyString or Integer) [Disk parameters] [Parameters]))))", "[[0,{\"size\":5}]]")]
    [InlineData("None or (List of (Tuple of ((OneOf add, attach, detach, remove), NonEmptyString)))", "[[\"add\",\"debian\"]]")]
    public void A_value_of_the_type_is_accepted(string type, string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.True(ParameterType.Parse(type).Accepts(document.RootElement, out var problem), problem?.ToString());
    }

    [Theory]
    [InlineData("Boolean", "0", "", "true or false", "the number 0")]
    [InlineData("Integer", "1.5", "", "an integer", "the number 1.5")]
    [InlineData("Integer", "99999999999999999999", "", "an integer", "the number 99999999999999999999")]
    [InlineData("Float", "\"long\"", "", "a number", "the string \"long\"")]
    [InlineData("Float", "1e999", "", "a number", "the number 1e999")]
    [InlineData("String", "null", "", "a string", "null")]
    [InlineData("NonEmptyString", "\"\"", "", "a non-empty string", "the string \"\"")]
    [InlineData("EqualOrGreaterThanZero", "-1", "", "an integer of at least 0", "the number -1")]
    [InlineData("GreaterThanZero", "0", "", "an integer of at least 1", "the number 0")]
    [InlineData("EqualOrGreaterThanZero and (Less than 16)", "16", "", "an integer of at most 15", "the number 16")]
    [InlineData("OneOf in, out", "\"up\"", "", "one of in, out", "the string \"up\"")]
    [InlineData("OneOf -10, 0, 10", "\"0\"", "", "one of -10, 0, 10", "the string \"0\"")]
    [InlineData("None or NonEmptyString", "7", "", "null or a non-empty string", "the number 7")]
    [InlineData("None or (List of NonEmptyString)", "[\"a\",\"\"]", "[1]", "a non-empty string", "the string \"\"")]
    [InlineData("List of (List of Integer)", "[[],[1,true]]", "[1][1]", "an integer", "true")]
    [InlineData("Tuple of (Integer, Integer)", "[1]", "", "a list of exactly 2: (an integer), (an integer)", "a list")]
    [InlineData("(Length 2) and (Item 0 is Integer, item 1 is String)", "[1,2,3]", "", "a list of exactly 2", "a list of 3")]
    [InlineData("(Length 2) and (Item 0 is Integer, item 1 is String)", "[1,2]", "[1]", "a string", "the number 2")]
    [InlineData("Dictionary with keys of String and values of Boolean", "{\"a\":true,\"b c\":1}", "[\"b c\"]", "true or false", "the number 1")]
    [InlineData("Dictionary with keys of (OneOf ip, mac) and values of Anything", "{\"up\":1}", "", "each key one of ip, mac", "the key \"up\"")]
    [InlineData("JobId", "-1", "", "the number of a job", "the number -1")]
    [InlineData("RelativeJobId", "0", "", "a negative integer", "the number 0")]
    [InlineData("IPv4 address", "\"10.1\"", "", "an IPv4 address as a string", "the string \"10.1\"")]
    [InlineData("IPv4 network", "\"10.0.0.0/33\"", "", "an IPv4 network with its prefix length as a string", "the string \"10.0.0.0/33\"")]
    [InlineData("IPv6 address", "\"10.0.0.1\"", "", "an IPv6 address as a string", "the string \"10.0.0.1\"")]
    [InlineData("Dictionary with keys of Anything and values of (Private String)", "{\"pw\":12}", ".pw", "a string", "a number")]
    public void Another_value_is_refused_with_its_place(string type, string json, string path, string expected, string found)
    {
        using var document = JsonDocument.Parse(json);

        Assert.False(ParameterType.Parse(type).Accepts(document.RootElement, out var problem));
        Assert.Equal((path, expected, found), (problem.Path, problem.Expected, problem.Found));
    }

    [Fact]
    public void Of_several_alternatives_the_one_that_fits_longest_names_the_problem()
    {
        var type = ParameterType.Parse("(List of Integer) or (List of ((Length 2) and (Item 0 is Integer, item 1 is Boolean)))");
        using var document = JsonDocument.Parse("[[1,\"x\"]]");

        Assert.False(type.Accepts(document.RootElement, out var problem));
        Assert.Equal("[0][1]", problem.Path);
        Assert.Equal("true or false", problem.Expected);
    }

    [Fact]
    public void An_object_with_exact_keys_wants_all_of_them_and_no_other()
    {
        var type = ParameterType.DictionaryWith(new("a", ParameterType.Integer), new("b", ParameterType.String));

        Assert.True(Accepts(type, """{"b":"x","a":1}"""));
        Assert.False(Accepts(type, """{"a":1}"""));
        Assert.False(Accepts(type, """{"a":1,"b":"x","c":2}"""));
        Assert.False(Accepts(type, """{"a":1,"b":2}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Strin")]
    [InlineData("List of ")]
    [InlineData("(Integer")]
    [InlineData("Integer)")]
    [InlineData("OneOf ")]
    [InlineData("None or")]
    [InlineData("Length x")]
    [InlineData("Integer [note")]
    public void A_notation_that_cannot_be_read_says_where(string text)
    {
        var error = Assert.Throws<FormatException>(() => ParameterType.Parse(text));

        Assert.Contains("at position", error.Message, StringComparison.Ordinal);
    }

    private static bool Accepts(ParameterType type, string json)
    {
        using var document = JsonDocument.Parse(json);
        return type.Accepts(document.RootElement, out _);
    }
}
