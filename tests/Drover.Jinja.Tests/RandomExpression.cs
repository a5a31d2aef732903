namespace Drover.Jinja.Tests;

/// <summary>Expressions by chance, most of which have a value.</summary>
internal sealed class RandomExpression(Random random)
{
    private static readonly string[] s_atoms =
    [
        "0", "1", "2", "7", "255", "1_000", "0.5", "2.5", "1e16", "0.1", "1e-7", "''", "'a'", "'Hello, World'", "\"it's\"", "'1'", "' 3.5 '", "'x\\ty'", "'é😀'", "none", "true", "false",
        "[]", "[1, 2, 3]", "['b', 'A', 'c']", "(1,)", "()", "{}", "{'a': 1, 'b': [2]}", "{1: 'x', 2.5: none}", "q", "text", "number", "real", "list", "words", "dict", "people", "range(4)",
        // Of a variable: Jinja2 takes a part of a number for undefined when it can tell while it parses, and for an error otherwise.
        "text[1:]", "list[::-1]", "words[:2]", "number[1:]", "dict[:2]", "q[::2]",
    ];

    // No lists and dicts: Jinja2 refuses them when it parses, we when such a key is made.
    private static readonly string[] s_keys = ["1", "'a'", "none", "2.5", "true", "text", "number", "(1, 'x')", "q"];

    private static readonly string[] s_binary = ["+", "-", "*", "/", "//", "%", "~", "==", "!=", "<", ">=", "in", "and", "or", "~", "~", "==", "or", "and", "or"];

    private static readonly string[] s_filters =
    [
        "default('d')", "default('d', true)", "join(', ')", "replace('a', 'b')", "string", "int", "float", "lower", "upper", "trim", "length", "first", "last", "list", "sort", "round", "round(1)",
        "indent(2)", "unique|list", "map('string')|list", "select|list", "reject('none')|list", "capitalize", "title", "abs", "min", "max", "sum", "reverse|list", "dictsort", "sort(reverse=true)", "map(attribute='name')|list",
    ];

    private static readonly string[] s_tests = ["defined", "none", "string", "number", "iterable", "mapping", "sequence", "odd", "sameas none", "integer", "boolean", "eq 1", "not defined", "not none", "in [1, 'a']", "lower"];

    private static readonly string[] s_postfix =
        ["[0]", "[-1]", "['a']", ".a", ".b", ".0", ".get('a')", ".upper()", ".split()", ".strip()", ".replace('l', 'L')", ".startswith('a')", ".find('o')", "[1.0]", "['upper']()"];

    public string Next(int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
            return s_atoms[random.Next(s_atoms.Length)];
        return random.Next(12) switch
        {
            0 or 1 or 2 => $"({Next(depth - 1)} {Of(s_binary)} {Next(depth - 1)})",
            3 => $"{Next(depth - 1)} {Of(s_binary)} {Next(depth - 1)}",
            4 or 5 => $"({Next(depth - 1)})|{Of(s_filters)}",
            6 => $"({Next(depth - 1)}){Of(s_postfix)}",
            7 => $"({Next(depth - 1)} is {Of(s_tests)})",
            8 => $"[{Next(depth - 1)}, {Next(depth - 1)}]",
            9 => $"{{{Of(s_keys)}: {Next(depth - 1)}, 'k': {Next(depth - 1)}}}",
            10 => $"({Next(depth - 1)} if {Next(depth - 1)} else {Next(depth - 1)})",
            _ => random.Next(2) == 0 ? $"-{Next(depth - 1)}" : $"not {Next(depth - 1)}",
        };
    }

    private string Of(string[] choices) => choices[random.Next(choices.Length)];
}
