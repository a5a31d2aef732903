namespace Drover.Jinja.Tests;

/// <summary>No template takes more than its share.</summary>
public sealed class RenderLimitsTests
{
    [Theory]
    [InlineData("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{% for i in range(100000) %}0123456789012345678901234567890123456789012345678901234567890123456789{% endfor %}", "characters")]
    [InlineData("{{ 'x' * 10 ** 9 }}", "larger")]
    [InlineData("{{ [1, 2] * 10 ** 9 }}", "larger")]
    [InlineData("{{ [[]] * 10 ** 30 }}", "larger")]
    [InlineData("{{ 10 ** (10 ** 10) }}", "binary digits")]
    [InlineData("{{ 2 ** 20000 }}", "4300 digits")]
    [InlineData("{{ 'x'.center(10 ** 9) }}", "larger")]
    [InlineData("{{ 'x'.zfill(10 ** 9) }}", "larger")]
    [InlineData("{{ 'x'|indent(10 ** 9) }}", "larger")]
    [InlineData("{{ '%999999999d' % 1 }}", "larger")]
    [InlineData("{{ '%.999999999f' % 1 }}", "larger")]
    [InlineData("{{ '{:999999999}'.format(1) }}", "larger")]
    [InlineData("{% set x = 'x' * 900000 %}{{ x.replace('', x) }}", "larger")]
    [InlineData("{% set x = 'x' * 900000 %}{{ x|join(x) }}", "larger")]
    [InlineData("{% set x = 'x' * 900000 %}{{ x ~ x }}", "larger")]
    [InlineData("{% set a = [1, 1] * 500 %}{% set b = [a] * 500 %}{% set c = [b] * 500 %}{{ c }}", "larger")]
    [InlineData("{% for i in range(100000) %}{% set y = 'x' * 900000 %}{% endfor %}", "steps")]
    [InlineData("{% block b %}{{ self.b() }}{% endblock %}", "deep")]
    [InlineData("{% include 'main' %}", "deep")]
    [InlineData("{% extends 'main' %}", "deep")]
    [InlineData("{% set x = 'x' * 900000 %}{% for i in range(100000) %}{% if x == x ~ '' %}{% endif %}{% endfor %}", "steps")]
    [InlineData("{% set x = 'x' * 900000 %}{% for i in range(100000) %}{% if x.find('y') %}{% endif %}{% endfor %}", "steps")]
    [InlineData("{{ '%*d' % (-2147483648, 1) }}", "larger")]
    [InlineData("{{ range(100001) }}", "100000")]
    public void Gives_up_what_has_no_end(string template, string reason)
    {
        var error = Assert.Throws<TemplateException>(() => Templates.Render(template));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_that_double_are_counted_as_steps()
    {
        var templates = new Dictionary<string, string> { ["main"] = "{% set n = n|default(0) + 1 %}{% if n < 40 %}{% include 'main' %}{% include 'main' %}{% endif %}" };
        Assert.Contains("steps", Assert.Throws<TemplateException>(() => Templates.Render(templates)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("", "+1")]
    [InlineData("", ".a")]
    [InlineData("", "|string")]
    [InlineData("1 if 1 else ", "")]
    public void What_stands_too_deep_is_refused_or_rendered_and_ends_no_process(string before, string after)
    {
        var template = $"{{{{ {string.Concat(Enumerable.Repeat(before, 50_000))}1{string.Concat(Enumerable.Repeat(after, 50_000))} }}}}";
        Assert.True(Templates.Try(new Dictionary<string, string> { ["main"] = template }, Templates.None) is { Text: not null } or { Error: not null });
    }

    [Theory]
    [InlineData("{% if 1 %}", "{% endif %}")]
    [InlineData("{% for i in [1] %}{{ x }}", "{% endfor %}")]
    [InlineData("{% filter upper %}", "{% endfilter %}")]
    [InlineData("{% with a=x %}", "{% endwith %}")]
    public void Tags_that_stand_too_deep_end_no_process(string before, string after)
    {
        var template = string.Concat(Enumerable.Repeat(before, 20_000)) + "x" + string.Concat(Enumerable.Repeat(after, 20_000));
        Assert.True(Templates.Try(new Dictionary<string, string> { ["main"] = template }, Templates.None) is { Text: not null } or { Error: not null });
    }

    [Fact]
    public void Names_that_stand_too_deep_end_no_process() =>
        Assert.Throws<TemplateException>(() => Templates.Render($"{{% set {new string('(', 100_000)}a{new string(')', 100_000)} = 1 %}}"));

    [Fact]
    public void A_long_format_is_no_long_work() =>
        Assert.Equal(100_005, Templates.Render("{% set x = 'x' * 100000 %}{{ (x ~ '%5d') % 7 }}").Length);

    [Fact]
    public void Limits_are_options()
    {
        var loop = new Dictionary<string, string> { ["main"] = "{% for i in range(10) %}abc{% endfor %}" };
        Assert.Throws<TemplateException>(() => Templates.Render(loop, limits: new RenderLimits { MostSteps = 5 }));
        Assert.Throws<TemplateException>(() => Templates.Render(loop, limits: new RenderLimits { MostOutput = 29 }));
        Assert.Throws<TemplateException>(() => Templates.Render(loop, limits: new RenderLimits { LargestTemplate = 10 }));
        Assert.Equal(30, Templates.Render(loop, limits: new RenderLimits { MostOutput = 30 }).Length);
        var deep = new Dictionary<string, string> { ["main"] = "{% include 'a' %}", ["a"] = "{% include 'b' %}", ["b"] = "b" };
        Assert.Throws<TemplateException>(() => Templates.Render(deep, limits: new RenderLimits { DeepestCall = 1 }));
        Assert.Equal("b", Templates.Render(deep, limits: new RenderLimits { DeepestCall = 2 }));
    }
}
