using System.Text.Json;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

public sealed class FilterListTests
{
    [Theory]
    [InlineData("""["==","id",5]""", """["==","id",5]""")]
    [InlineData("""["=","id",5]""", """["==","id",5]""")]
    [InlineData("""["!=","name","x"]""", """["!=","name","x"]""")]
    [InlineData("""["&",["<","a",1],["<=","a",1.5],[">","a",-1],[">=","a","b"]]""", """["&",["<","a",1],["<=","a",1.5],[">","a",-1],[">=","a","b"]]""")]
    [InlineData("""["|"]""", """["|"]""")]
    [InlineData("""["&"]""", """["&"]""")]
    [InlineData("""["!",["?","offline"]]""", """["!",["?","offline"]]""")]
    [InlineData("""["=~","name","^n(?i)O"]""", """["=~","name","^n(?i)O"]""")]
    [InlineData("""["=[]","tags","a"]""", """["=[]","tags","a"]""")]
    [InlineData("""["==","offline",true]""", """["==","offline",true]""")]
    public void Every_operator_is_read_and_written(string json, string written) => Assert.Equal(written, Fleet.List(json)!.ToString());

    [Fact]
    public void Null_is_no_filter() => Assert.Null(Fleet.List("null"));

    [Theory]
    [InlineData("""["foo", "id", 1]""", "Unknown filter operand 'foo'")]
    [InlineData("\"id\"", "Cannot deserialise filter: expected array [string, args], got \"id\"")]
    [InlineData("[]", "Cannot deserialise filter: expected array [string, args], got []")]
    [InlineData("{\"a\":[1,2]}", "Cannot deserialise filter: expected array [string, args], got {\"a\": [1, 2]}")]
    [InlineData("""[5, "id"]""", "Cannot deserialise filter: expected array [string, args], got [5, \"id\"]")]
    [InlineData("""["=", "id"]""", "Cannot deserialise field/value pair, expected [fieldname, value] but got [\"id\"]")]
    [InlineData("""["==", "id", 1, 2]""", "Cannot deserialise field/value pair, expected [fieldname, value] but got [\"id\", 1, 2]")]
    [InlineData("""["=~", "id"]""", "Cannot deserialise field/value pair, expected [fieldname, value] but got [\"id\"]")]
    [InlineData("""["=[]"]""", "Cannot deserialise field/value pair, expected [fieldname, value] but got []")]
    [InlineData("""["?"]""", "Cannot deserialise field, expected [fieldname] but got []")]
    [InlineData("""["!", ["?", "a"], ["?", "b"]]""", "Cannot deserialise field, expected [filter] but got [[\"?\", \"a\"], [\"?\", \"b\"]]")]
    [InlineData("""["=~", "name", "("]""", "(1,\"missing )\")")]
    [InlineData("""["=~", "name", 5]""", "Cannot deserialise regular expression: expected a string, got 5")]
    [InlineData("""["==", "name", null]""", "Cannot deserialise filter value: expected a string or a number, got null")]
    [InlineData("""["==", 5, 5]""", "Cannot deserialise field name: expected a string, got 5")]
    [InlineData("""["&", ["|", "x"]]""", "Cannot deserialise filter: expected array [string, args], got \"x\"")]
    public void Malformed_filters_are_refused(string json, string message)
    {
        var error = Assert.Throws<FilterSyntaxException>(() => Fleet.List(json));
        Assert.Equal(message, error.Message);
        Assert.Equal("FILTER_SYNTAX", error.Code);
    }

    [Theory]
    [InlineData("""["&", ["|", "x"]]""", FilterProblem.Condition, 2, null, "\"x\"")]
    [InlineData("""["foo", "id", 1]""", FilterProblem.Operator, 0, "foo", null)]
    [InlineData("""["?", "id", 1]""", FilterProblem.OneOperand, 0, "?", "[\"id\", 1]")]
    [InlineData("""["=", "id"]""", FilterProblem.TwoOperands, 0, null, "[\"id\"]")]
    [InlineData("""["==", [5], 5]""", FilterProblem.FieldName, 0, null, "[5]")]
    [InlineData("""["==", "name", null]""", FilterProblem.Value, 0, null, "null")]
    [InlineData("""["=~", "name", 5]""", FilterProblem.PatternType, 0, null, "5")]
    [InlineData("""["=~", "name", "("]""", FilterProblem.Pattern, 0, null, null)]
    public void What_is_wrong_is_told_as_data_too(string json, FilterProblem problem, int level, string? symbol, string? found)
    {
        var error = Assert.Throws<FilterSyntaxException>(() => Fleet.List(json));
        Assert.Equal((problem, level, symbol, found), (error.Problem, error.Level, error.Operator, error.Found));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(64)]
    public void Nesting_is_limited(int levels)
    {
        using var deep = JsonDocument.Parse(Nested(levels), new() { MaxDepth = 200 });
        using var deeper = JsonDocument.Parse(Nested(levels + 1), new() { MaxDepth = 200 });
        Assert.NotNull(FilterList.Read(deep.RootElement, levels));
        var error = Assert.Throws<QueryException>(() => FilterList.Read(deeper.RootElement, levels));
        Assert.Equal(("FILTER_TOO_DEEP", $"Only up to {levels} levels are allowed (filter nested too deep)"), (error.Code, error.Message));
    }

    [Fact]
    public void The_usual_limit_is_64_levels()
    {
        Assert.NotNull(Fleet.List(Nested(64)));
        Assert.Throws<QueryException>(() => Fleet.List(Nested(65)));
    }

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("[\"!\",", levels - 1)) + "[\"?\",\"a\"]" + new string(']', levels - 1);
}
