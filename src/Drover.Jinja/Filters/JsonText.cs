using System.Globalization;
using System.Numerics;
using System.Text;
using Drover.Jinja.Values;

namespace Drover.Jinja.Filters;

/// <summary>JSON as Jinja2's <c>tojson</c> writes it: keys in order, ASCII alone, nothing that HTML would take for its own.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();
    private readonly Budget _budget;
    private readonly string? _indent;

    private JsonText(Budget budget, string? indent) => (_budget, _indent) = (budget, indent);

    /// <exception cref="TemplateFault">A value has no place in JSON.</exception>
    public static string Of(Budget budget, object? value, object? indent)
    {
        var text = new JsonText(budget, indent is null ? null : indent as string ?? new string(' ', Math.Clamp(Numbers.Index(indent, "The indent of 'tojson'"), 0, 100)));
        text.Write(value, 0);
        return text._text.ToString();
    }

    private void Write(object? value, int depth)
    {
        switch (value)
        {
            case string text:
                Quote(text);
                break;
            case SequenceValue sequence:
                WriteAll('[', ']', sequence.Items, depth, item => Write(item, depth + 1));
                break;
            case DictValue dict:
                WriteAll('{', '}', Ordering.Sort(dict.Entries, entry => entry.Key, reverse: false), depth, entry => WriteEntry(entry, depth));
                break;
            default:
                _text.Append(Scalar(value) ?? throw new TemplateFault($"A value of type {TypeNames.Of(value)} has no place in JSON."));
                break;
        }
    }

    private void WriteEntry(KeyValuePair<object?, object?> entry, int depth)
    {
        Quote(entry.Key as string ?? Scalar(entry.Key) ?? throw new TemplateFault($"A value of type {TypeNames.Of(entry.Key)} is no key in JSON."));
        _text.Append(": ");
        Write(entry.Value, depth + 1);
    }

    private void WriteAll<T>(char open, char close, IReadOnlyList<T> items, int depth, Action<T> write)
    {
        _text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _text.Append(_indent is null ? ", " : ",");
            NewLine(depth + 1);
            write(items[i]);
            _budget.Check(_text.Length);
        }
        if (items.Count > 0)
            NewLine(depth);
        _text.Append(close);
    }

    private void NewLine(int depth)
    {
        if (_indent is null)
            return;
        _text.Append('\n');
        for (var i = 0; i < depth; i++)
            _text.Append(_indent);
    }

    private static string? Scalar(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        BigInteger number => Printing.Repr(number),
        double number => double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? number > 0 ? "Infinity" : "-Infinity" : FloatText.Shortest(number),
        _ => null,
    };

    private void Quote(string text)
    {
        _text.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append(@"\\"),
                '\n' => _text.Append(@"\n"),
                '\r' => _text.Append(@"\r"),
                '\t' => _text.Append(@"\t"),
                '\b' => _text.Append(@"\b"),
                '\f' => _text.Append(@"\f"),
                '<' or '>' or '&' or '\'' or < ' ' or > '~' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => _text.Append(character),
            };
        }
        _text.Append('"');
    }
}
