namespace Drover.Jinja.Tests;

/// <summary>Templates by chance: tags in tags, names that are set and read in all places, chains of up to three.</summary>
internal sealed class RandomTemplate(Random random)
{
    private static readonly string[] s_names = ["a", "b", "text", "list", "x", "number"];
    private static readonly string[] s_lists = ["[1, 2]", "list", "[]", "text", "range(2)"];
    private static readonly string[] s_filters = ["upper", "indent(2)", "indent(1, true)", "replace('1', 'I')"];
    private static readonly string[] s_conditions = ["yes", "not yes", "nothing", "x == 1", "a is defined", "loop.first", "loop.index"];
    private static readonly string[] s_gaps = ["", "", "\n", " \n ", " "];
    private static readonly string[] s_ends = ["%}", "%}", "%}", "%}", "%}", "%}", "-%}", "+%}"];

    /// <summary>The templates by name; <c>main</c> is rendered.</summary>
    public Dictionary<string, string> Next()
    {
        var templates = new Dictionary<string, string> { ["c"] = "C{{ a }}{{ x }}{{ text }}{% set a = 9 %}" };
        var length = random.Next(3);
        if (length > 0)
            templates["base"] = Statements(3, []);
        if (length > 1)
            templates["middle"] = "{% extends 'base' %}" + Statements(3, []);
        templates["main"] = length == 0 ? Statements(4, []) : $"{Statement(1, null)}{{% extends '{(length > 1 ? "middle" : "base")}' %}}{Statements(3, [])}";
        return templates;
    }

    // Blocks of a template have names of their own; where there is none to take, no block is made.
    private string Statements(int depth, HashSet<string>? blocks) => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Statement(depth, blocks)));

    private string Statement(int depth, HashSet<string>? blocks) => depth == 0 ? Plain() : random.Next(14) switch
    {
        < 3 => Plain(),
        < 6 => Tag($"set {Name} = {Expression()}"),
        < 8 => If(depth, blocks),
        < 10 => Tag($"for {Name} in {Of(s_lists)}{(random.Next(4) == 0 ? $" if {Expression()}" : "")}") + Statements(depth - 1, blocks)
            + (random.Next(4) == 0 ? Tag("else") + Statements(depth - 1, blocks) : "") + Tag("endfor"),
        10 => Block(depth, blocks),
        11 => Tag($"filter {Of(s_filters)}") + Statements(depth - 1, blocks) + Tag("endfilter"),
        12 => Tag($"with {Name} = {Expression()}") + Statements(depth - 1, blocks) + Tag("endwith"),
        _ => random.Next(3) switch
        {
            0 => Tag("include 'c'"),
            1 => Tag("include 'c' without context"),
            _ => Tag($"set {Name}") + Statements(depth - 1, blocks) + Tag("endset"),
        },
    };

    private string If(int depth, HashSet<string>? blocks)
    {
        var text = Tag($"if {Expression()}") + Statements(depth - 1, blocks);
        for (var i = random.Next(3); i > 0; i--)
            text += Tag($"elif {Expression()}") + Statements(depth - 1, blocks);
        return text + (random.Next(2) == 0 ? Tag("else") + Statements(depth - 1, blocks) : "") + Tag("endif");
    }

    private string Block(int depth, HashSet<string>? blocks)
    {
        var name = "pqs"[random.Next(3)].ToString();
        if (blocks?.Add(name) != true)
            return "z";
        return Tag($"block {name}{(random.Next(2) == 0 ? " scoped" : "")}") + Statements(depth - 1, blocks) + (random.Next(6) == 0 ? "{{ super() }}" : "") + Tag("endblock");
    }

    private string Plain() => random.Next(6) switch
    {
        0 => "t",
        1 => ".",
        2 => $"{{{{- {Expression()} -}}}}",
        3 => "{# c #}\n",
        _ => $"{{{{ {Expression()} }}}}",
    };

    private string Expression() => random.Next(9) switch
    {
        < 4 => Name,
        4 => random.Next(5).ToString(System.Globalization.CultureInfo.InvariantCulture),
        5 => $"{Name}|default({(random.Next(2) == 0 ? "'d'" : Name)})",
        6 => $"{Name} ~ {Name}",
        7 => Of(s_conditions),
        _ => $"{Name} or {Name}",
    };

    private string Tag(string tag) => $"{(random.Next(7) == 0 ? "{%-" : "{%")} {tag} {Of(s_ends)}{Of(s_gaps)}";

    private string Name => Of(s_names);

    private string Of(string[] choices) => choices[random.Next(choices.Length)];
}
