using System.Numerics;
using System.Text;
using Drover.Jinja.Values;

namespace Drover.Jinja.Formatting;

/// <summary>Python's <c>'...' % values</c>.</summary>
internal sealed class PercentFormat
{
    private readonly Budget _budget;
    private readonly string _format;
    private readonly object? _values;
    private readonly StringBuilder _text = new();
    private int _at;
    private int _taken;

    private PercentFormat(Budget budget, string format, object? values) => (_budget, _format, _values) = (budget, format, values);

    /// <exception cref="TemplateFault">The format is broken, or the values do not go with it.</exception>
    public static string Format(Budget budget, string format, object? values) => new PercentFormat(budget, format, values).Run();

    private string Run()
    {
        while (_at < _format.Length)
        {
            if (_format[_at] != '%')
                _text.Append(_format[_at++]);
            else
                Directive();
            _budget.Check(_text.Length);
        }
        // A dict may hold more than the format asks for, and so may a list: it is no tuple, and Python takes it for one that could.
        if (_values is TupleValue tuple ? _taken < tuple.Items.Count : _taken == 0 && _values is not (DictValue or ListValue or RangeValue or DictView or Undefined))
            throw new TemplateFault("There are more values than the format has places.");
        return _text.ToString();
    }

    private void Directive()
    {
        _at++;
        string? key = null;
        if (Peek == '(')
            key = Key();
        var flags = "";
        while (Peek is '-' or '+' or ' ' or '#' or '0')
            flags += _format[_at++];
        var width = Number();
        if (width < 0)
            (flags, width) = (flags + "-", -Math.Max(width, -int.MaxValue));
        var precision = -1;
        if (Peek == '.')
        {
            _at++;
            precision = Math.Max(Number(), 0);
        }
        while (Peek is 'h' or 'l' or 'L')
            _at++;
        var kind = Peek ?? throw new TemplateFault("A format ends after '%'.");
        _at++;
        _budget.Room((long)width + Math.Max(precision, 0));
        if (kind == '%')
        {
            _text.Append('%');
            return;
        }
        var value = key is null ? Next() : Lookup(key);
        var (sign, digits, isNumber) = Written(value, kind, flags, precision);
        Pad(sign, digits, flags, width, isNumber);
    }

    private static (string Sign, string Digits, bool IsNumber) Written(object? value, char kind, string flags, int precision)
    {
        switch (kind)
        {
            case 's' or 'r' or 'a':
                var text = kind == 's' ? Printing.Text(value) : Printing.Repr(value);
                return ("", precision >= 0 && precision < CodePoints.Count(text) ? text[..CodePoints.Place(text, precision)] : text, false);
            case 'c':
                return ("", value is string { Length: > 0 } one && CodePoints.Count(one) == 1 ? one
                    : Numbers.TryWhole(value, out var code) && code.Sign >= 0 && code <= 0x10FFFF && Rune.IsValid((int)code) ? new Rune((int)code).ToString()
                    : throw new TemplateFault("'%c' needs one character or its number."), false);
            case 'd' or 'i' or 'u' or 'x' or 'X' or 'o':
                var number = Whole(value, kind);
                var digits = WholeFormat.Digits(number, kind).PadLeft(Math.Max(precision, 0), '0');
                var prefix = flags.Contains('#') ? kind switch { 'x' => "0x", 'X' => "0X", 'o' => "0o", _ => "" } : "";
                return (Sign(number.Sign < 0, flags) + prefix, digits, true);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                if (!Numbers.Is(value))
                    throw new TemplateFault($"'%{kind}' needs a number, and is given a value of type {TypeNames.Of(value)}.");
                var real = Numbers.Float(value);
                var sign = Sign(double.IsNegative(real) && !double.IsNaN(real), flags);
                return (sign, FloatFormat.Of(real, kind, precision < 0 ? 6 : precision, flags.Contains('#')), true);
            default:
                throw new TemplateFault($"'%{kind}' is no place for a value in a format; write '%%' for a percent sign.");
        }
    }

    private static BigInteger Whole(object? value, char kind) =>
        Numbers.TryWhole(value, out var whole) ? whole
        : value is double real && double.IsFinite(real) && kind is 'd' or 'i' or 'u' ? new BigInteger((double)value!)
        : throw new TemplateFault($"'%{kind}' needs a whole number, and is given a value of type {TypeNames.Of(value)}.");

    private static string Sign(bool isNegative, string flags) => isNegative ? "-" : flags.Contains('+') ? "+" : flags.Contains(' ') ? " " : "";

    private void Pad(string sign, string digits, string flags, int width, bool isNumber)
    {
        var gap = Math.Max(0, width - sign.Length - CodePoints.Count(digits));
        if (flags.Contains('-'))
            _text.Append(sign).Append(digits).Append(' ', gap);
        else if (isNumber && flags.Contains('0'))
            _text.Append(sign).Append('0', gap).Append(digits);
        else
            _text.Append(' ', gap).Append(sign).Append(digits);
    }

    private char? Peek => _at < _format.Length ? _format[_at] : null;

    private string Key()
    {
        var depth = 1;
        var start = ++_at;
        for (; depth > 0; _at++)
        {
            if (Peek is null)
                throw new TemplateFault("A name in a format is not closed by ')'.");
            depth += _format[_at] == '(' ? 1 : _format[_at] == ')' ? -1 : 0;
        }
        return _format[start..(_at - 1)];
    }

    private int Number()
    {
        if (Peek == '*')
        {
            _at++;
            return Numbers.Index(Next(), "A width in a format");
        }
        long number = 0;
        while (Peek is >= '0' and <= '9')
            number = Math.Min(number * 10 + (_format[_at++] - '0'), int.MaxValue);
        return (int)number;
    }

    private object? Next()
    {
        if (_values is TupleValue tuple)
            return _taken < tuple.Items.Count ? tuple.Items[_taken++] : throw TooFew();
        return _taken++ == 0 ? _values : throw TooFew();
    }

    private object? Lookup(string key)
    {
        if (_values is not DictValue dict)
            throw new TemplateFault($"A format with '%({key})' needs a dict.");
        _taken++;
        return dict.TryGet(key, out var value) ? value : throw new TemplateFault($"The dict of a format has no '{key}'.");
    }

    private static TemplateFault TooFew() => new("There are fewer values than the format has places.");
}
