using System.Numerics;

namespace Drover.Jinja.Tests;

/// <summary>What callers see: names, variables, changes of templates.</summary>
public sealed class TemplateEnvironmentTests
{
    [Fact]
    public void A_dictionary_a_type_and_a_base_print_a_device()
    {
        var templates = new Dictionary<string, string>
        {
            ["base.jinja2"] = "{% set ssh_port = ssh_port|default('22') -%}\n\n{% block body %}{% endblock %}\nprompts: {{ prompts|default(['=>', \"it's\"]) }}\n",
            ["board.jinja2"] = "{% extends 'base.jinja2' %}\n{% set speed = baud|default(115200) %}\n{% block body %}\nport: {{ ssh_port }}\nspeed: {{ speed }}\n{% endblock body %}\n",
            ["main"] = "{% extends 'board.jinja2' %}\n{% set ssh_port = 2222 %}\nignored {{ this.too }}\n",
        };
        Assert.Equal("port: 2222\nspeed: 9600\nprompts: ['=>', \"it's\"]", Templates.Render(templates, new Dictionary<string, object?> { ["baud"] = 9600L }));
    }

    [Fact]
    public void A_set_of_the_dictionary_wins_over_the_context_of_a_job()
    {
        var templates = new Dictionary<string, string> { ["type"] = "{{ arch }} {{ memory|default(512) }}", ["main"] = "{% extends 'type' %}{% set arch = 'arm64' %}" };
        Assert.Equal("arm64 1024", Templates.Render(templates, new Dictionary<string, object?> { ["arch"] = "amd64", ["memory"] = 1024L }));
    }

    [Fact]
    public void Values_of_all_kinds_print_as_Python_prints_them()
    {
        var dict = new Dictionary<string, object?> { ["z"] = 1, ["a"] = null };
        Assert.Equal("None True 5 6 123456789012345678901234567890 1.0 x [1, {'z': 1, 'a': None}]", Templates.Render("{{ a }} {{ b }} {{ c }} {{ d }} {{ e }} {{ f }} {{ g }} {{ h }}",
            ("a", null), ("b", true), ("c", 5), ("d", 6L), ("e", BigInteger.Parse("123456789012345678901234567890")), ("f", 1.0), ("g", "x"), ("h", new List<object?> { 1L, dict })));
    }

    [Fact]
    public void A_template_that_has_changed_is_read_anew()
    {
        var text = "{% set x = 1 %}{{ x }}";
        var environment = new TemplateEnvironment(new TemplateLoader(_ => text));
        Assert.Equal("1", environment.Render("main", Templates.None));
        text = "two";
        Assert.Equal("two", environment.Render("main", Templates.None));
        Assert.Equal("two", environment.Render("main", Templates.None));
    }

    [Fact]
    public void Renderings_do_not_see_the_variables_of_others()
    {
        var environment = new TemplateEnvironment(new TemplateLoader(_ => "{{ x }}{% set x = 'set' %}"));
        Assert.Equal("given", environment.Render("main", new Dictionary<string, object?> { ["x"] = "given" }));
        Assert.Equal("", environment.Render("main", Templates.None));
    }

    [Theory]
    [InlineData("/types//./qemu.jinja2", "types/qemu.jinja2")]
    [InlineData("qemu.jinja2", "qemu.jinja2")]
    [InlineData("../secret", null)]
    [InlineData("types/../../secret", null)]
    [InlineData("a\0b", null)]
    [InlineData("", null)]
    [InlineData("..", null)]
    public void Names_stay_below_the_root_of_the_loader(string name, string? read) => Assert.Equal(read, new TemplateLoader(path => path).Read(name));

    [Fact]
    public async Task Several_threads_share_an_environment()
    {
        var environment = new TemplateEnvironment(new TemplateLoader(name => name == "main" ? "{% extends 'b' %}{% set x = n * 2 %}" : "{% for i in range(50) %}{{ x }} {% endfor %}"));
        var texts = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => environment.Render("main", new Dictionary<string, object?> { ["n"] = (long)n }))));
        Assert.Equal(Enumerable.Range(0, 8).Select(n => string.Concat(Enumerable.Repeat($"{n * 2} ", 50))), texts);
    }
}
