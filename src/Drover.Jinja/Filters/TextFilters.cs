using System.Numerics;
using System.Text;
using Drover.Jinja.Formatting;
using Drover.Jinja.Methods;
using Drover.Jinja.Values;

namespace Drover.Jinja.Filters;

/// <summary>Filters that make texts. Most take any value, as it prints.</summary>
internal static class TextFilters
{
    public static IEnumerable<KeyValuePair<string, Filter>> All =>
    [
        FilterTable.Of("string", 0, [], (_, value, _) => Printing.Text(value)),
        FilterTable.Of("lower", 0, [], (_, value, _) => CodePoints.Lower(Printing.Text(value))),
        FilterTable.Of("upper", 0, [], (_, value, _) => CodePoints.Upper(Printing.Text(value))),
        FilterTable.Of("capitalize", 0, [], (_, value, _) => TextCase.Capitalized(Printing.Text(value))),
        FilterTable.Of("title", 0, [], (_, value, _) => Title(Printing.Text(value))),
        FilterTable.Of("trim", 0, ["chars"], (_, value, given) => TextStrip.Both(Printing.Text(value), Signature.IsGiven(given[0]) && given[0] is not null ? TextMethods.Text(given[0], "trim") : null)),
        FilterTable.Of("replace", 2, ["old", "new", "count"], Replace),
        FilterTable.Of("join", 0, ["d", "attribute"], Join),
        FilterTable.Of("indent", 0, ["width", "first", "blank"], Indent),
        FilterTable.Of("center", 0, ["width"], (budget, value, given) =>
            TextPad.Center(budget, Printing.Text(value), new Arguments([Signature.IsGiven(given[0]) ? given[0] : (BigInteger)80], []))),
        FilterTable.Of("wordcount", 0, [], (_, value, _) => (BigInteger)Words(Printing.Text(value))),
        FilterTable.Of("tojson", 0, ["indent"], (budget, value, given) => JsonText.Of(budget, value, Signature.IsGiven(given[0]) ? given[0] : null)),
        new("format", Format),
    ];

    // A word begins after white space, a hyphen or an opening bracket; what follows its first letter is small.
    private static string Title(string text)
    {
        var titled = new StringBuilder(text.Length);
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !(text[i] is '-' or '(' or '{' or '[' or '<' || CodePoints.IsSpace(text[i])))
                continue;
            titled.Append(TextCase.Capitalized(text[start..i]));
            if (i < text.Length)
                titled.Append(text[i]);
            start = i + 1;
        }
        return titled.ToString();
    }

    private static string Replace(Budget budget, object? value, object?[] given)
    {
        var most = Signature.IsGiven(given[2]) && given[2] is not null ? Numbers.Index(given[2], "The count of 'replace'") : -1;
        return TextMethods.Replaced(budget, Printing.Text(value), Printing.Text(given[0]), Printing.Text(given[1]), most);
    }

    private static string Join(Budget budget, object? value, object?[] given)
    {
        var items = Iteration.Of(budget, value);
        if (Signature.IsGiven(given[1]) && given[1] is not null && ItemPath.Of(given[1]) is var path)
            items = items.Select(item => path.Find(item));
        return TextMethods.Joined(budget, Signature.IsGiven(given[0]) ? Printing.Text(given[0]) : "", [.. items.Select(Printing.Text)]);
    }

    private static string Indent(Budget budget, object? value, object?[] given)
    {
        if (value is not string text)
            throw value is Undefined missing ? missing.Fault() : new TemplateFault($"'indent' needs a text, and is given a value of type {TypeNames.Of(value)}.");
        var margin = !Signature.IsGiven(given[0]) ? "    " : given[0] as string ?? Spaces(budget, Numbers.Index(given[0], "The width of 'indent'"));
        var (indentsFirst, indentsBlank) = (Signature.IsGiven(given[1]) && Truth.Of(given[1]), Signature.IsGiven(given[2]) && Truth.Of(given[2]));
        // One end of line more keeps an empty line at the end.
        var lines = CodePoints.Lines(text + "\n");
        budget.Room(text.Length + (BigInteger)margin.Length * lines.Count);
        var indented = lines.Select((line, number) => (number == 0 ? indentsFirst : indentsBlank || line.Length > 0) ? margin + line : line);
        return string.Join('\n', indented);
    }

    private static string Spaces(Budget budget, int width)
    {
        budget.Room(Math.Max(width, 0));
        return new string(' ', Math.Max(width, 0));
    }

    private static int Words(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsWord(text[i]) && (i == 0 || !IsWord(text[i - 1])))
                count++;
        }
        return count;
    }

    private static bool IsWord(char character) => character == '_' || char.IsLetterOrDigit(character);

    private static string Format(Budget budget, object? value, Arguments arguments)
    {
        if (arguments.Positional.Count > 0 && arguments.Named.Count > 0)
            throw new TemplateFault("'format' takes values either in order or by name.");
        object values = arguments.Named.Count > 0 ? new DictValue(arguments.Named.Select(pair => new KeyValuePair<object?, object?>(pair.Key, pair.Value))) : new TupleValue(arguments.Positional);
        return PercentFormat.Format(budget, Printing.Text(value), values);
    }
}
