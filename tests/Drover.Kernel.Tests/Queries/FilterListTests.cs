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
    public void Every_operator_is_read_and_written(string json, string written)
    {
        Assert.Equal(written, Fleet.List(json)!.ToString());
        Assert.Equal(written, Fleet.List(json, FilterDialect.Ganeti26)!.ToString());
    }

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
    public void Malformed_filters_have_the_phrases_of_the_newer_release(string json, string message)
    {
        var error = Assert.Throws<FilterSyntaxException>(() => Fleet.List(json));
        Assert.Equal(message, error.Message);
        Assert.Equal("FILTER_SYNTAX", error.Code);
    }

    [Theory]
    [InlineData("""["foo", "id", 1]""", "Unknown operator 'foo'")]
    [InlineData("\"id\"", "Invalid filter on level 0")]
    [InlineData("""["&", []]""", "Invalid filter on level 1")]
    [InlineData("""["=", "id"]""", "Invalid binary operator, expected exactly two operands")]
    [InlineData("""["?", "id", 1]""", "Unary operator '?' expects exactly one operand")]
    [InlineData("""["!"]""", "Unary operator '!' expects exactly one operand")]
    [InlineData("""["=~", "name", "("]""", "Invalid regex pattern (1,\"missing )\")")]
    public void Malformed_filters_have_the_phrases_of_the_older_release(string json, string message)
    {
        var error = Assert.Throws<QueryException>(() => Fleet.List(json, FilterDialect.Ganeti26));
        Assert.Equal((QueryErrorClass.ParameterError, message), (error.ErrorClass, error.Message));
    }

    [Theory]
    [InlineData(FilterDialect.Ganeti26, 10)]
    [InlineData(FilterDialect.Ganeti302, 64)]
    public void Nesting_is_limited(FilterDialect dialect, int levels)
    {
        Assert.NotNull(Fleet.List(Nested(levels), dialect));
        var error = Assert.Throws<QueryException>(() => Fleet.List(Nested(levels + 1), dialect));
        Assert.Equal($"Only up to {levels} levels are allowed (filter nested too deep)", error.Message);
    }

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("[\"!\",", levels - 1)) + "[\"?\",\"a\"]" + new string(']', levels - 1);
}
