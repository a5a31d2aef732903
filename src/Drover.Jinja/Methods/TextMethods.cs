using System.Collections.Frozen;
using System.Numerics;
using Drover.Jinja.Formatting;
using Drover.Jinja.Values;

namespace Drover.Jinja.Methods;

/// <summary>What a text can do.</summary>
internal static class TextMethods
{
    private static readonly FrozenDictionary<string, Method<string>> s_methods = new Dictionary<string, Method<string>>
    {
        ["lower"] = Plain("lower", CodePoints.Lower),
        ["upper"] = Plain("upper", CodePoints.Upper),
        ["casefold"] = Plain("casefold", text => CodePoints.Lower(text).Replace("ß", "ss", StringComparison.Ordinal)),
        ["capitalize"] = Plain("capitalize", TextCase.Capitalized),
        ["title"] = Plain("title", TextCase.Titled),
        ["swapcase"] = Plain("swapcase", TextCase.Swapped),
        ["isdigit"] = Plain("isdigit", text => All(text, char.IsDigit)),
        ["isdecimal"] = Plain("isdecimal", text => All(text, char.IsDigit)),
        ["isnumeric"] = Plain("isnumeric", text => All(text, char.IsNumber)),
        ["isalpha"] = Plain("isalpha", text => All(text, char.IsLetter)),
        ["isalnum"] = Plain("isalnum", text => All(text, character => char.IsLetter(character) || char.IsNumber(character))),
        ["isspace"] = Plain("isspace", text => All(text, CodePoints.IsSpace)),
        ["islower"] = Plain("islower", text => TextCase.IsLower(text)),
        ["isupper"] = Plain("isupper", text => TextCase.IsUpper(text)),
        ["istitle"] = Plain("istitle", text => text == TextCase.Titled(text) && text.Any(char.IsLetter)),
        ["strip"] = Strip("strip", (text, characters) => TextStrip.Both(text, characters)),
        ["lstrip"] = Strip("lstrip", (text, characters) => TextStrip.Start(text, characters)),
        ["rstrip"] = Strip("rstrip", (text, characters) => TextStrip.End(text, characters)),
        ["startswith"] = Ends("startswith", (text, part) => text.StartsWith(part, StringComparison.Ordinal)),
        ["endswith"] = Ends("endswith", (text, part) => text.EndsWith(part, StringComparison.Ordinal)),
        ["removeprefix"] = One("removeprefix", (text, part) => text.StartsWith(part, StringComparison.Ordinal) ? text[part.Length..] : text),
        ["removesuffix"] = One("removesuffix", (text, part) => part.Length > 0 && text.EndsWith(part, StringComparison.Ordinal) ? text[..^part.Length] : text),
        ["count"] = TextSearch.Count,
        ["find"] = (_, text, arguments) => TextSearch.Find("find", text, arguments, isLast: false),
        ["rfind"] = (_, text, arguments) => TextSearch.Find("rfind", text, arguments, isLast: true),
        ["index"] = (_, text, arguments) => TextSearch.Index("index", text, arguments, isLast: false),
        ["rindex"] = (_, text, arguments) => TextSearch.Index("rindex", text, arguments, isLast: true),
        ["partition"] = One("partition", (text, part) => TextSplit.Partition(text, part, isLast: false)),
        ["rpartition"] = One("rpartition", (text, part) => TextSplit.Partition(text, part, isLast: true)),
        ["split"] = (_, text, arguments) => TextSplit.Split("split", text, arguments, isFromEnd: false),
        ["rsplit"] = (_, text, arguments) => TextSplit.Split("rsplit", text, arguments, isFromEnd: true),
        ["splitlines"] = TextSplit.Lines,
        ["join"] = Join,
        ["replace"] = Replace,
        ["format"] = BraceFormat.Format,
        ["center"] = TextPad.Center,
        ["ljust"] = (budget, text, arguments) => TextPad.Justify(budget, "ljust", text, arguments, isLeft: true),
        ["rjust"] = (budget, text, arguments) => TextPad.Justify(budget, "rjust", text, arguments, isLeft: false),
        ["zfill"] = TextPad.ZeroFill,
    }.ToFrozenDictionary();

    private static readonly Signature s_join = new("join", 1, "iterable");
    private static readonly Signature s_replace = new("replace", 2, "old", "new", "count");

    public static Method<string>? Find(string name) => s_methods.GetValueOrDefault(name);

    /// <summary>An argument that must be a text.</summary>
    public static string Text(object? value, string method) =>
        value is string text ? text : throw new TemplateFault($"'{method}' needs a text, and is given a value of type {TypeNames.Of(value)}.");

    /// <summary>Python's <c>str.replace</c>: an empty text stands between all characters.</summary>
    public static string Replaced(Budget budget, string text, string old, string with, long most)
    {
        if (most == 0 || old.Length > text.Length)
            return text;
        var places = new List<int>();
        if (old.Length == 0)
        {
            for (var at = 0; at <= text.Length && (most < 0 || places.Count < most); at++)
            {
                if (at == text.Length || !char.IsLowSurrogate(text[at]))
                    places.Add(at);
            }
        }
        else
        {
            for (var at = text.IndexOf(old, StringComparison.Ordinal); at >= 0 && (most < 0 || places.Count < most); at = text.IndexOf(old, at + old.Length, StringComparison.Ordinal))
                places.Add(at);
        }
        budget.Room(text.Length + (BigInteger)places.Count * with.Length);
        var replaced = new System.Text.StringBuilder();
        var from = 0;
        foreach (var place in places)
        {
            replaced.Append(text, from, place - from).Append(with);
            from = place + old.Length;
        }
        return replaced.Append(text, from, text.Length - from).ToString();
    }

    private static string Join(Budget budget, string text, Arguments arguments)
    {
        var parts = Iteration.Of(budget, s_join.Bind(arguments)[0])
            .Select(part => part as string ?? throw new TemplateFault($"The method 'join' joins texts, and meets a value of type {TypeNames.Of(part)}; the filter 'join' takes any.")).ToList();
        return Joined(budget, text, parts);
    }

    /// <summary>Parts with a text between them.</summary>
    public static string Joined(Budget budget, string separator, List<string> parts)
    {
        budget.Room(parts.Aggregate((BigInteger)separator.Length * parts.Count, (sum, part) => sum + part.Length));
        return string.Join(separator, parts);
    }

    private static string Replace(Budget budget, string text, Arguments arguments)
    {
        var bound = s_replace.Bind(arguments);
        return Replaced(budget, text, Text(bound[0], "replace"), Text(bound[1], "replace"), Signature.IsGiven(bound[2]) ? Numbers.Index(bound[2], "The count of 'replace'") : -1);
    }

    private static Method<string> Plain(string name, Func<string, object?> call)
    {
        var signature = new Signature(name, 0);
        return (_, text, arguments) =>
        {
            signature.Bind(arguments);
            return call(text);
        };
    }

    private static Method<string> One(string name, Func<string, string, object?> call)
    {
        var signature = new Signature(name, 1, "part");
        return (_, text, arguments) => call(text, Text(signature.Bind(arguments)[0], name));
    }

    private static Method<string> Strip(string name, Func<string, string?, object?> call)
    {
        var signature = new Signature(name, 0, "chars");
        return (_, text, arguments) => signature.Bind(arguments)[0] is var characters && Signature.IsGiven(characters) && characters is not null
            ? call(text, Text(characters, name)) : call(text, null);
    }

    private static Method<string> Ends(string name, Func<string, string, bool> matches)
    {
        var signature = new Signature(name, 1, "part");
        return (_, text, arguments) => signature.Bind(arguments)[0] is TupleValue parts
            ? parts.Items.Any(part => matches(text, Text(part, name)))
            : matches(text, Text(signature.Bind(arguments)[0], name));
    }

    private static object? All(string text, Func<char, bool> holds) => text.Length > 0 && text.All(holds);
}
