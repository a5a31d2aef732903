using System.Globalization;
using System.Numerics;
using System.Text;

namespace Drover.Jinja.Values;

/// <summary>How Python prints values: <c>str</c> as a template does, <c>repr</c> inside lists and dicts.</summary>
internal static class Printing
{
    // Python refuses to print longer ones.
    private const int MostDigits = 4300;

    public static string Text(object? value) => value switch
    {
        string text => text,
        Undefined => "",
        _ => Repr(value),
    };

    public static string Repr(object? value)
    {
        if (value is ContainerValue or string)
        {
            var written = new StringBuilder();
            Write(written, value);
            return written.ToString();
        }
        return value switch
        {
            null => "None",
            bool flag => flag ? "True" : "False",
            BigInteger number => Whole(number),
            double number => FloatText.Shortest(number),
            RangeValue range => range.Step.IsOne ? $"range({range.Start}, {range.Stop})" : $"range({range.Start}, {range.Stop}, {range.Step})",
            Undefined => "Undefined",
            IMembers members => members.Text,
            FunctionValue function => function.TypeName == "type" ? $"<class '{function.Name}'>" : $"<{function.TypeName} {function.Name}>",
            _ => $"<{TypeNames.Of(value)} object>",
        };
    }

    private static string Whole(BigInteger number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        return digits.Length - (number.Sign < 0 ? 1 : 0) <= MostDigits ? digits : throw new TemplateFault($"A number of more than {MostDigits} digits cannot be printed.");
    }

    private static void Write(StringBuilder to, object? value)
    {
        switch (value)
        {
            case string text:
                Quote(to, text);
                break;
            case ListValue list:
                WriteItems(to.Append('['), list.Items).Append(']');
                break;
            case TupleValue tuple:
                WriteItems(to.Append('('), tuple.Items).Append(tuple.Items.Count == 1 ? ",)" : ")");
                break;
            case DictView view:
                WriteItems(to.Append(view.TypeName).Append("(["), view.Items).Append("])");
                break;
            case DictValue dict:
                WriteEntries(to, dict);
                break;
            default:
                to.Append(Repr(value));
                break;
        }
    }

    private static StringBuilder WriteItems(StringBuilder to, IReadOnlyList<object?> items)
    {
        for (var i = 0; i < items.Count; i++)
            Write(i > 0 ? to.Append(", ") : to, items[i]);
        return to;
    }

    private static void WriteEntries(StringBuilder to, DictValue dict)
    {
        to.Append('{');
        for (var i = 0; i < dict.Entries.Count; i++)
        {
            Write(i > 0 ? to.Append(", ") : to, dict.Entries[i].Key);
            Write(to.Append(": "), dict.Entries[i].Value);
        }
        to.Append('}');
    }

    private static void Quote(StringBuilder to, string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        to.Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => to.Append(@"\\"),
                '\n' => to.Append(@"\n"),
                '\r' => to.Append(@"\r"),
                '\t' => to.Append(@"\t"),
                var code when code == quote => to.Append('\\').Append(quote),
                _ when CodePoints.IsPrintable(rune) => to.Append(rune),
                var code when code < 0x100 => to.Append(CultureInfo.InvariantCulture, $"\\x{code:x2}"),
                var code when code < 0x10000 => to.Append(CultureInfo.InvariantCulture, $"\\u{code:x4}"),
                var code => to.Append(CultureInfo.InvariantCulture, $"\\U{code:x8}"),
            };
        }
        to.Append(quote);
    }
}
