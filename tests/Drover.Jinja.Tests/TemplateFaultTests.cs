namespace Drover.Jinja.Tests;

/// <summary>Whoever writes a template is told where it is wrong, and what is wrong there.</summary>
public sealed class TemplateFaultTests
{
    [Theory]
    [InlineData("a\n{{ x.y }}", 2, "The variable 'x' is not defined; give it a value or use the filter 'default'.")]
    [InlineData("\n\n{{ device.a.b }}", 3, "The variable 'device' is not defined; give it a value or use the filter 'default'.")]
    [InlineData("{{ {'a': 1}.b.c }}", 1, "A value of type dict has no 'b'; give it a value or use the filter 'default'.")]
    [InlineData("{% set x = [\n1,\n'a' + 1] %}", 3, "'+' does not join str and int; use '~', which makes texts of both.")]
    [InlineData("{{ 1 < 'a' }}", 1, "'<' does not compare int with str.")]
    [InlineData("{% if yes %}\nx", 2, "The template ends within 'if' of line 1; 'elif' or 'else' or 'endif' is missing.")]
    [InlineData("{% block b %}{% endif %}", 1, "'endif' closes nothing that is open here.")]
    [InlineData("{% foo %}", 1, "There is no tag 'foo'.")]
    [InlineData("\n{{ a|nope }}", 2, "There is no filter 'nope'.")]
    [InlineData("{{ a is nope }}", 1, "There is no test 'nope'.")]
    [InlineData("{{ a|wordwrap }}", 1, "The filter 'wordwrap' is not supported in templates here.")]
    [InlineData("\n{{ 'abc }}", 2, "A text that begins with ' is not closed.")]
    [InlineData("{{ 1 + }}", 1, "Expected an expression, and found the end of the expression, '}}'.")]
    [InlineData("{{ a b }}", 1, "Expected '}}', and found 'b'.")]
    [InlineData("{{ (1] }}", 1, "A ']' stands where ')' should close what was opened.")]
    [InlineData("{{ a ? b }}", 1, "The character '?' has no meaning in an expression.")]
    [InlineData("a {# b", 1, "A comment is not closed by '#}'.")]
    [InlineData("{% extends 'b.jinja2' %}", 1, "There is no template 'b.jinja2' to extend.")]
    [InlineData("{% include ['a', 'b'] %}", 1, "There is no template 'a' or 'b' to include.")]
    [InlineData("{{ 'a'|upper(1) }}", 1, "'upper' takes at most 0 arguments, and 1 are given.")]
    [InlineData("{{ 'a'|replace('b') }}", 1, "'replace' needs the argument 'new'.")]
    [InlineData("{{ 'a'|indent(breadth=2) }}", 1, "'indent' has no argument named 'breadth'.")]
    [InlineData("{{ 1/0 }}", 1, "A division by zero.")]
    [InlineData("{% for a, b in [[1, 2, 3]] %}{% endfor %}", 1, "2 names take a value apart that has more items.")]
    public void Says_the_line_and_what_is_wrong(string template, int line, string reason)
    {
        var error = Assert.Throws<TemplateException>(() => Templates.Render(template));
        Assert.Equal(("main", line, reason), (error.Template, error.Line, error.Reason));
        Assert.Equal($"main, line {line}: {reason}", error.Message);
    }

    [Theory]
    [InlineData("{% macro m() %}{% endmacro %}", "Macros ('macro') are not supported in templates here.")]
    [InlineData("{% call m() %}{% endcall %}", "Calls of macros ('call') are not supported in templates here.")]
    [InlineData("{% import 'a' as b %}", "Imports ('import') are not supported in templates here.")]
    [InlineData("{% from 'a' import b %}", "Imports ('from ... import') are not supported in templates here.")]
    [InlineData("{% for x in [] recursive %}{% endfor %}", "Recursive loops ('for ... recursive') are not supported in templates here.")]
    [InlineData("{% set ns = namespace(a=1) %}", "'namespace()' is not supported in templates here.")]
    [InlineData("{% set ns.a = 1 %}", "Attributes are not set in templates here ('namespace' is not supported).")]
    [InlineData("{% autoescape true %}{% endautoescape %}", "Sections with 'autoescape' are not supported in templates here.")]
    [InlineData("{% set x = [1].append(2) %}", "The method 'append' is not supported in templates here: values do not change, so make a new one, such as with '+'.")]
    public void Names_what_templates_cannot_do_here(string template, string reason) =>
        Assert.Equal(reason, Assert.Throws<TemplateException>(() => Templates.Render(template)).Reason);

    [Fact]
    public void Names_the_template_of_a_chain_that_is_wrong()
    {
        var templates = new Dictionary<string, string>
        {
            ["base"] = "a\n{% block b %}\n{% endblock %}\n{{ speed + 1 }}", ["type"] = "{% extends 'base' %}\n{% block b %}\n\n{{ super() }}{{ baud.rate }}{% endblock %}", ["main"] = "{% extends 'type' %}",
        };
        var error = Assert.Throws<TemplateException>(() => Templates.Render(templates));
        Assert.Equal(("type", 4), (error.Template, error.Line));
        error = Assert.Throws<TemplateException>(() => Templates.Render(templates, new Dictionary<string, object?> { ["baud"] = new Dictionary<string, object?>() }));
        Assert.Equal(("base", 4), (error.Template, error.Line));
    }

    [Fact]
    public void A_template_that_is_missing_is_named() =>
        Assert.Equal("main, line 1: There is no such template.", Assert.Throws<TemplateException>(() => Templates.Render(new Dictionary<string, string>())).Message);

    [Fact]
    public void A_variable_of_a_foreign_type_is_a_fault_of_the_caller() => Assert.Throws<ArgumentException>(() => Templates.Render("", ("x", DateTime.UnixEpoch)));
}
