using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Drover.Jinja.Values;

namespace Drover.Jinja.Formatting;

/// <summary>What stands behind the colon of a place in <c>'{}'.format(...)</c>.</summary>
internal sealed partial class FormatSpec
{
    private readonly string _fill;
    private readonly char _align;
    private readonly string _sign;
    private readonly bool _isAlternate;
    private readonly int _width;
    private readonly string _grouping;
    private readonly int? _precision;
    private readonly char _kind;

    /// <exception cref="TemplateFault">It is none.</exception>
    public FormatSpec(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
            throw new TemplateFault($"'{text}' says nothing about a format.");
        string Part(string name) => match.Groups[name].Value;
        var hasZero = Part("zero").Length > 0;
        _fill = match.Groups["fill"].Success ? Part("fill") : hasZero ? "0" : " ";
        _align = Part("align") is { Length: 1 } align ? align[0] : hasZero ? '=' : '\0';
        _sign = Part("sign");
        _isAlternate = Part("alternate").Length > 0;
        _width = Small(Part("width")) ?? 0;
        _grouping = Part("grouping");
        _precision = Small(Part("precision"));
        _kind = Part("kind") is { Length: 1 } kind ? kind[0] : '\0';
    }

    public string Format(Budget budget, object? value)
    {
        budget.Room((long)_width + (_precision ?? 0));
        switch (value)
        {
            case string text:
                return Text(text);
            case bool or BigInteger when _kind is not ('e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%'):
                _ = Numbers.TryWhole(value, out var whole);
                return Whole(whole);
            case bool or BigInteger or double:
                return Float(Numbers.Float(value));
            case Undefined:
                return Text("");
            default:
                throw new TemplateFault($"A value of type {TypeNames.Of(value)} takes no format; use '!s'.");
        }
    }

    private string Text(string text)
    {
        if (_kind is not ('\0' or 's') || _align == '=' || _sign.Length > 0 || _grouping.Length > 0 || _isAlternate)
            throw new TemplateFault("A format for numbers is used for a text.");
        if (_precision is { } most && most < CodePoints.Count(text))
            text = text[..CodePoints.Place(text, most)];
        return Padded("", text, '<');
    }

    private string Whole(BigInteger number)
    {
        if (_precision is not null || _kind is not ('\0' or 'd' or 'n' or 'b' or 'o' or 'x' or 'X'))
            throw new TemplateFault("A format that is not for whole numbers is used for one.");
        var digits = WholeFormat.Digits(number, _kind);
        var prefix = _isAlternate && _kind is 'b' or 'o' or 'x' or 'X' && _isAlternate ? "0" + _kind : "";
        return Grouped(Sign(number.Sign < 0) + prefix, digits, "", _kind is 'b' or 'o' or 'x' or 'X' ? 4 : 3);
    }

    private string Float(double number)
    {
        var kind = _kind is '\0' or 'n' ? 'g' : _kind;
        if (kind is not ('e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%'))
            throw new TemplateFault("A format that is not for floats is used for one.");
        var isPlain = _kind == '\0';
        var text = isPlain && _precision is null ? FloatText.Shortest(Math.Abs(number)) : FloatFormat.Of(number, kind, _precision ?? 6, _isAlternate);
        // Without a letter a float always shows that it is one.
        if (isPlain && _precision is not null && double.IsFinite(number) && !text.AsSpan().ContainsAny('.', 'e'))
            text += ".0";
        var rest = text.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
        return Grouped(Sign(double.IsNegative(number) && !double.IsNaN(number)), text[..rest], text[rest..], 3);
    }

    private string Grouped(string sign, string digits, string rest, int size)
    {
        if (_grouping.Length == 0)
            return Padded(sign, digits + rest, '>');
        // Zeros that fill a width stand in groups too.
        if (_fill == "0" && _align == '=')
        {
            while (WholeFormat.Grouped("0" + digits, _grouping[0], size) is var longer && sign.Length + longer.Length + rest.Length <= _width)
                digits = "0" + digits;
            if (sign.Length + WholeFormat.Grouped(digits, _grouping[0], size).Length + rest.Length < _width)
                digits = "0" + digits;
        }
        return Padded(sign, WholeFormat.Grouped(digits, _grouping[0], size) + rest, '>');
    }

    private string Padded(string sign, string text, char ownAlign)
    {
        var gap = Math.Max(0, _width - sign.Length - CodePoints.Count(text));
        string Fill(int count) => string.Concat(Enumerable.Repeat(_fill, count));
        return (_align == '\0' ? ownAlign : _align) switch
        {
            '<' => sign + text + Fill(gap),
            '^' => Fill(gap / 2) + sign + text + Fill(gap - gap / 2),
            '=' => sign + Fill(gap) + text,
            _ => Fill(gap) + sign + text,
        };
    }

    private string Sign(bool isNegative) => isNegative ? "-" : _sign == "-" ? "" : _sign;

    private static int? Small(string digits) =>
        digits.Length == 0 ? null : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new TemplateFault("A width in a format is too large.");

    [GeneratedRegex(@"\A(?:(?<fill>[\s\S]|[\ud800-\udbff][\udc00-\udfff])?(?<align>[<>=^]))?(?<sign>[-+ ]?)(?<alternate>#?)(?<zero>0?)(?<width>[0-9]*)(?<grouping>[,_]?)(?:\.(?<precision>[0-9]+))?(?<kind>[a-zA-Z%]?)\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
