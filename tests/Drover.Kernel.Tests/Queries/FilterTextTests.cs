using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

public sealed class FilterTextTests
{
    [Theory]
    [InlineData("status == \"running\" and priority < 0", """["&",["==","status","running"],["<","priority",0]]""")]
    [InlineData("status = 'running'", """["==","status","running"]""")]
    [InlineData("status == running", """["==","status","running"]""")]
    [InlineData("name == node1.example.com", """["==","name","node1.example.com"]""")]
    [InlineData("ip == 10.0.0.1", """["==","ip","10.0.0.1"]""")]
    [InlineData("priority<-5", """["<","priority",-5]""")]
    [InlineData("priority >= +5", """[">=","priority",5]""")]
    [InlineData("load > 0.5", """[">","load",0.5]""")]
    [InlineData("a != 1 or b <= 2 or c > 3", """["|",["!=","a",1],["<=","b",2],[">","c",3]]""")]
    [InlineData("a or b and c", """["|",["?","a"],["&",["?","b"],["?","c"]]]""")]
    [InlineData("(a or b) and c", """["&",["|",["?","a"],["?","b"]],["?","c"]]""")]
    [InlineData("not a == 1 and not not b", """["&",["!",["==","a",1]],["!",["!",["?","b"]]]]""")]
    [InlineData("not (a and b)", """["!",["&",["?","a"],["?","b"]]]""")]
    [InlineData("\"web\" in tags", """["=[]","tags","web"]""")]
    [InlineData("web in tags", """["=[]","tags","web"]""")]
    [InlineData("5 not in disk.sizes", """["!",["=[]","disk.sizes",5]]""")]
    [InlineData("-5 in sizes", """["=[]","sizes",-5]""")]
    [InlineData("name =~ m/^node/", """["=~","name","^node"]""")]
    [InlineData("name =~ m/^node/i", """["=~","name","(?i)^node"]""")]
    [InlineData("name =~ m#a/b#si and x", """["&",["=~","name","(?is)a/b"],["?","x"]]""")]
    [InlineData("name =~ m|a|s", """["=~","name","(?s)a"]""")]
    [InlineData("name =~ m^a^", """["=~","name","a"]""")]
    [InlineData("name =~ m/a\\/b/", """["=~","name","a\\/b"]""")]
    [InlineData("name !~ m/x/", """["!",["=~","name","x"]]""")]
    [InlineData("name =~ '^a\\.b'", """["=~","name","^a\\.b"]""")]
    [InlineData("name =* \"inst*\"", """["=~","name","^inst[^.]*(\\..*)?$"]""")]
    [InlineData("name !* 'a?.b'", """["!",["=~","name","^a[^.]\\.b(\\..*)?$"]]""")]
    [InlineData("offline == true and drained == false", """["&",["==","offline",true],["==","drained",false]]""")]
    [InlineData("name == 'it\\'s' or name == \"back\\\\slash\"", """["|",["==","name","it's"],["==","name","back\\slash"]]""")]
    [InlineData("disk.size/0 > 100", """[">","disk.size/0",100]""")]
    [InlineData("  a\n\tand\n b ", """["&",["?","a"],["?","b"]]""")]
    [InlineData("job == 1e5", """["==","job","1e5"]""")]
    public void People_write_filters_so(string text, string list) => Assert.Equal(list, FilterText.Parse(text).ToString());

    [Theory]
    [InlineData("", 1, "expected a condition, such as status == \"running\", but the filter ends")]
    [InlineData("status ==", 10, "expected a value (a number, a text, true or false), but the filter ends")]
    [InlineData("status == and x", 11, "expected a value (a number, a text, true or false), but found 'and'")]
    [InlineData("status running", 8, "expected an operator (== != < <= > >= =~ !~ =* !*), 'and', 'or' or the end of the filter, but found 'running'")]
    [InlineData("a and", 6, "expected a condition, such as status == \"running\", but the filter ends")]
    [InlineData("(a or b", 8, "expected 'and', 'or' or ')', but the filter ends")]
    [InlineData("a) or b", 2, "expected 'and', 'or' or the end of the filter, but found ')'")]
    [InlineData("Status == 1", 1, "'Status' is not the name of a field (names hold a-z, 0-9, '/', '.' and '_')")]
    [InlineData("a == 'x", 6, "the quote ' is not closed")]
    [InlineData("a =~ x", 6, "expected a regular expression, such as m/^node/i or \"^node\", but found 'x'")]
    [InlineData("a =~ m/x", 6, "the regular expression is not closed by /")]
    [InlineData("a =~ m/x/g", 10, "'g' is no flag of a regular expression; there are i (ignore case) and s (dot matches line ends)")]
    [InlineData("a =~ m/(/", 6, "the regular expression is wrong: (1,\"missing )\")")]
    [InlineData("a =* x", 6, "expected a quoted name with * and ?, such as \"node*\", but found 'x'")]
    [InlineData("5 == a", 3, "expected 'in' or 'not in' after a value, but found '='")]
    [InlineData("x in", 5, "expected the name of a field, but the filter ends")]
    [InlineData("x in Tags", 6, "'Tags' is not the name of a field (names hold a-z, 0-9, '/', '.' and '_')")]
    [InlineData("x not y", 7, "expected 'in', but found 'y'")]
    [InlineData("a == -x", 6, "'-x' is no number; put texts in quotes")]
    [InlineData("a == - 5", 6, "expected a value (a number, a text, true or false), but found '-'")]
    [InlineData("a == 99999999999999999999", 6, "the number is too large")]
    [InlineData("a & b", 3, "expected an operator (== != < <= > >= =~ !~ =* !*), 'and', 'or' or the end of the filter, but found '&'")]
    [InlineData("true", 1, "'true' is not the name of a field (names hold a-z, 0-9, '/', '.' and '_')")]
    public void Mistakes_name_the_column_and_what_was_expected(string text, int column, string problem)
    {
        var error = Assert.Throws<FilterSyntaxException>(() => FilterText.Parse(text));
        Assert.Equal((1, column), (error.Line, error.Column));
        Assert.Equal($"Filter, line 1, column {column}: {problem}.\n  {text}\n  {new string(' ', column - 1)}^", error.Message);
    }

    [Fact]
    public void Mistakes_on_a_later_line_show_that_line_alone()
    {
        var error = Assert.Throws<FilterSyntaxException>(() => FilterText.Parse("a and\n\tb ==\nor c"));
        Assert.Equal((3, 1), (error.Line, error.Column));
        Assert.EndsWith("but found 'or'.\n  or c\n  ^", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_is_limited()
    {
        Assert.NotNull(FilterText.Parse(new string('(', 20) + "a" + new string(')', 20)));
        var error = Assert.Throws<FilterSyntaxException>(() => FilterText.Parse(new string('(', 100_000) + "a"));
        Assert.Equal(21, error.Column);
        Assert.Throws<FilterSyntaxException>(() => FilterText.Parse(string.Concat(Enumerable.Repeat("not ", 100_000)) + "a"));
    }
}
