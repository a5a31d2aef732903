using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

public sealed class FilterPatternTests
{
    [Theory]
    [InlineData("ode", "node1", true)]
    [InlineData("^ode", "node1", false)]
    [InlineData("(?i)NODE", "node1", true)]
    [InlineData("NODE", "node1", false)]
    [InlineData("a.b", "a\nb", false)]
    [InlineData("(?s)a.b", "a\nb", true)]
    [InlineData("(?is)A.b", "a\nB", true)]
    [InlineData("^[[:alpha:]]+[[:digit:]]$", "node1", true)]
    [InlineData("^[[:alpha:]]+$", "node1", false)]
    [InlineData("^[]x]$", "]", true)]
    [InlineData("^[^]x]$", "]", false)]
    [InlineData("^[a[]$", "[", true)]
    [InlineData(@"^[\]a]+$", "]a", true)]
    [InlineData(@"\[x", "[x", true)]
    [InlineData("^(?P<first>.)b$", "ab", true)]
    [InlineData("^(?P<first>.)(?P=first)$", "aa", true)]
    [InlineData("^(?P<first>.)(?P=first)$", "ab", false)]
    [InlineData("^(?!node)", "node1", false)]
    [InlineData("(?<=n)ode", "node1", true)]
    [InlineData(@"(.)\1", "aab", true)]
    [InlineData("^i", "İ", false)]
    public void Patterns_mean_what_Perl_and_Python_mean(string pattern, string text, bool found) =>
        Assert.Equal(found, new FilterPattern(pattern).IsMatch(text));

    [Theory]
    [InlineData("^node.*[0-9]+$", false)]
    [InlineData("(?i)(a|b)*c", false)]
    [InlineData("(?=a)", true)]
    [InlineData(@"(a)\1", true)]
    public void Only_patterns_that_look_around_or_back_run_with_a_limit(string pattern, bool backtracks) =>
        Assert.Equal(backtracks, new FilterPattern(pattern).IsBacktracking);

    [Fact]
    public void A_pattern_that_explodes_becomes_a_clear_error()
    {
        var error = Assert.Throws<QueryException>(() => new FilterPattern(@"^(?=.)(a+)+\1$").IsMatch(new string('a', 60) + "!"));
        Assert.Equal("FILTER_TIMEOUT", error.Code);
        Assert.Contains("took longer than 100 ms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_would_explode_elsewhere_runs_in_linear_time() =>
        Assert.False(new FilterPattern("^(a+)+$").IsMatch(new string('a', 5000) + "!"));

    [Theory]
    [InlineData("(", "(1,\"missing )\")")]
    [InlineData(")", "(1,\"unmatched parentheses\")")]
    [InlineData("[a", "(2,\"missing terminating ] for character class\")")]
    [InlineData("*", "(1,\"nothing to repeat\")")]
    [InlineData("[b-a]", "(4,\"range out of order in character class\")")]
    [InlineData("a{2,1}", "(6,\"numbers out of order in {} quantifier\")")]
    [InlineData("a\\", "(2,\"\\ at end of pattern\")")]
    [InlineData("(?z)", "(3,\"unrecognized or misplaced element\")")]
    public void Wrong_patterns_say_where_and_what(string pattern, string message) =>
        Assert.Equal(message, Assert.Throws<FilterSyntaxException>(() => new FilterPattern(pattern)).Message);

    [Fact]
    public void A_pattern_that_is_too_long_is_refused() =>
        Assert.Contains("too large", Assert.Throws<FilterSyntaxException>(() => new FilterPattern(new string('a', 5000))).Message, StringComparison.Ordinal);
}
