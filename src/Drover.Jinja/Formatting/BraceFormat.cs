using System.Text;
using Drover.Jinja.Values;

namespace Drover.Jinja.Formatting;

/// <summary>Python's <c>'...{}...'.format(values)</c>.</summary>
internal sealed class BraceFormat
{
    private readonly Budget _budget;
    private readonly Arguments _arguments;

    // Places without a number count by themselves; the two ways are not mixed.
    private int _automatic;
    private bool? _isAutomatic;

    private BraceFormat(Budget budget, Arguments arguments) => (_budget, _arguments) = (budget, arguments);

    /// <exception cref="TemplateFault">The format is broken, or the values do not go with it.</exception>
    public static string Format(Budget budget, string format, Arguments arguments) => new BraceFormat(budget, arguments).Run(format, 2);

    private string Run(string format, int depth)
    {
        if (depth == 0)
            throw new TemplateFault("Places of a format stand too deep in one another.");
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            var character = format[i];
            if (character is not ('{' or '}'))
            {
                text.Append(character);
            }
            else if (i + 1 < format.Length && format[i + 1] == character)
            {
                text.Append(character);
                i++;
            }
            else if (character == '}')
            {
                throw new TemplateFault("A '}' in a format closes nothing; write '}}' for the character itself.");
            }
            else
            {
                var end = End(format, i);
                text.Append(Place(format[(i + 1)..end], depth));
                i = end;
            }
            _budget.Check(text.Length);
        }
        return text.ToString();
    }

    private static int End(string format, int start)
    {
        var open = 0;
        for (var i = start; i < format.Length; i++)
        {
            open += format[i] == '{' ? 1 : format[i] == '}' ? -1 : 0;
            if (open == 0)
                return i;
        }
        throw new TemplateFault("A '{' in a format is not closed; write '{{' for the character itself.");
    }

    private string Place(string place, int depth)
    {
        var colon = place.IndexOf(':', StringComparison.Ordinal);
        var (field, spec) = colon < 0 ? (place, "") : (place[..colon], place[(colon + 1)..]);
        var conversion = '\0';
        if (field.Length >= 2 && field[^2] == '!')
            (field, conversion) = (field[..^2], field[^1]);
        var value = Value(field);
        value = conversion switch
        {
            '\0' => value,
            's' => Printing.Text(value),
            'r' or 'a' => Printing.Repr(value),
            _ => throw new TemplateFault($"'!{conversion}' is no conversion of a format."),
        };
        spec = Run(spec, depth - 1 + (spec.Contains('{', StringComparison.Ordinal) ? 0 : 1));
        return spec.Length == 0 ? Printing.Text(value) : new FormatSpec(spec).Format(_budget, value);
    }

    private object? Value(string field)
    {
        var end = field.AsSpan().IndexOfAny('.', '[') is >= 0 and var found ? found : field.Length;
        var value = First(field[..end]);
        while (end < field.Length)
        {
            var isItem = field[end] == '[';
            var next = isItem ? field.IndexOf(']', end) : field.AsSpan(end + 1).IndexOfAny('.', '[') is >= 0 and var more ? end + 1 + more : field.Length;
            if (next < 0)
                throw new TemplateFault("A '[' in a format is not closed.");
            var key = field[(end + 1)..next];
            value = isItem ? Membership.Item(value, NumberText.Whole(key, 10) is { } number ? number : key) : Membership.Attribute(value, key);
            end = isItem ? next + 1 : next;
        }
        return value;
    }

    private object? First(string name)
    {
        var isAutomatic = name.Length == 0;
        if (!isAutomatic && !name.All(char.IsAsciiDigit))
            return _arguments.Named.FirstOrDefault(pair => pair.Key == name) is { Key: not null } named ? named.Value : throw new TemplateFault($"The format has a place for '{name}', and nothing of that name is given.");
        if (_isAutomatic is { } before && before != isAutomatic)
            throw new TemplateFault("A format numbers its places either all or not at all.");
        _isAutomatic = isAutomatic;
        var index = isAutomatic ? _automatic++ : Numbers.Index(NumberText.Whole(name, 10), "The number of a place");
        return index < _arguments.Positional.Count ? _arguments.Positional[index] : throw new TemplateFault($"The format has a place for value {index}, and only {_arguments.Positional.Count} are given.");
    }
}
