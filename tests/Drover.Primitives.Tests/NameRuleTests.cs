namespace Drover.Primitives.Tests;

public sealed class NameRuleTests
{
    [Theory]
    [InlineData("web")]
    [InlineData(" with blanks: and / marks % ")]
    [InlineData("Straße \U0001F40E")]
    public void Any_text_that_can_be_shown_is_a_name(string name) => Assert.Null(NameRule.Problem(name));

    [Theory]
    [InlineData("", "is empty; give it at least one character")]
    [InlineData("a\nb", "holds a control character (U+000A) at character 2; remove it")]
    [InlineData("\u001b[2J", "holds a control character (U+001B) at character 1; remove it")]
    [InlineData("a\u0085", "holds a control character (U+0085) at character 2; remove it")]
    [InlineData("a\u2028", "holds a control character (U+2028) at character 2; remove it")]
    [InlineData("\U0001F40E\t", "holds a control character (U+0009) at character 3; remove it")]
    public void What_cannot_be_shown_is_refused_with_its_place(string name, string problem) => Assert.Equal(problem, NameRule.Problem(name));

    [Fact]
    public void Half_a_character_is_refused() => Assert.Equal("holds half a character at character 2; remove it", NameRule.Problem("a" + '\ud83d'));

    [Fact]
    public void A_name_has_a_length()
    {
        Assert.Null(NameRule.Problem(new string('x', 255)));
        Assert.Equal("has 256 characters; at most 255 are allowed", NameRule.Problem(new string('x', 256)));
    }
}
