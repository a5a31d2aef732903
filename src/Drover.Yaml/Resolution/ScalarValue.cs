using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Drover.Yaml.Resolution;

/// <summary>What the text of a scalar is worth once its type is known. A text that is no value of the type is null.</summary>
internal static partial class ScalarValue
{
    // Where Python's int() ends: the time it takes grows with the square of the digits.
    private const int MostDigits = 4300;

    private static readonly SearchValues<char> s_decimal = SearchValues.Create("0123456789.eE+-");
    private static readonly SearchValues<char> s_base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    public static bool? Bool(string text) => text.Trim('\n').ToLowerInvariant() switch
    {
        "yes" or "true" or "on" => true,
        "no" or "false" or "off" => false,
        _ => null,
    };

    public static BigInteger? Int(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal).AsSpan().Trim();
        var negative = digits is ['-', ..];
        if (digits is ['-' or '+', ..])
            digits = digits[1..];
        var value = digits switch
        {
            { Length: > MostDigits } => null,
            "0" => BigInteger.Zero,
            ['0', 'b', ..] => Digits(digits[2..], 2),
            ['0', 'x', ..] => Digits(digits[2..], 16),
            ['0', ..] => Digits(digits, 8),
            _ when digits.Contains(':') => Sexagesimal(digits),
            _ => Digits(digits, 10),
        };
        return negative ? -value : value;
    }

    public static double? Float(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal).AsSpan().Trim();
        var sign = digits is ['-', ..] ? -1.0 : 1.0;
        if (digits is ['-' or '+', ..])
            digits = digits[1..];
        if (!digits.Contains(':'))
            return sign * Decimal(digits);
        var value = 0.0;
        var unit = 1.0;
        while (true)
        {
            var colon = digits.LastIndexOf(':');
            value += (Decimal(digits[(colon + 1)..]) ?? double.NaN) * unit;
            if (colon < 0)
                return double.IsNaN(value) ? null : sign * value;
            digits = digits[..colon];
            unit *= 60;
        }
    }

    /// <summary>A <see cref="DateOnly"/> or a <see cref="YamlTime"/>.</summary>
    public static object? Timestamp(string text)
    {
        var parts = TimestampParts().Match(text);
        if (!parts.Success)
            return null;
        if (Part("year") is 0 || Part("month") is < 1 or > 12 || Part("day") < 1 || Part("day") > DateTime.DaysInMonth(Part("year"), Part("month")))
            return null;
        var day = new DateOnly(Part("year"), Part("month"), Part("day"));
        if (!parts.Groups["hour"].Success)
            return day;
        if (Part("hour") > 23 || Part("minute") > 59 || Part("second") > 59)
            return null;
        var fraction = parts.Groups["fraction"].Value;
        var microseconds = fraction.Length == 0 ? 0 : int.Parse(fraction[..Math.Min(6, fraction.Length)].PadRight(6, '0'), CultureInfo.InvariantCulture);
        var time = day.ToDateTime(new TimeOnly(Part("hour"), Part("minute"), Part("second"))).AddMicroseconds(microseconds);
        if (!parts.Groups["zone"].Success)
            return new YamlTime(time, null);
        var offset = new TimeSpan(Part("zonehour"), Part("zoneminute"), 0);
        if (offset >= TimeSpan.FromDays(1))
            return null;
        return new YamlTime(time, parts.Groups["zonesign"].ValueSpan is "-" ? -offset : offset);

        int Part(string name) => parts.Groups[name] is { Success: true } part ? int.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    public static byte[]? Bytes(string text)
    {
        if (!System.Text.Ascii.IsValid(text))
            return null;
        var letters = string.Concat(text.Where(s_base64.Contains));
        try
        {
            return Convert.FromBase64String(letters);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static BigInteger? Digits(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.IsEmpty)
            return null;
        if (radix == 10)
            return !digits.ContainsAnyExceptInRange('0', '9') ? BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : null;
        var value = BigInteger.Zero;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : radix;
            if (digit >= radix)
                return null;
            value = (value * radix) + digit;
        }

        return value;
    }

    private static BigInteger? Sexagesimal(ReadOnlySpan<char> digits)
    {
        var value = BigInteger.Zero;
        foreach (var range in digits.Split(':'))
        {
            if (Digits(digits[range], 10) is not { } part)
                return null;
            value = (value * 60) + part;
        }

        return value;
    }

    private static double? Decimal(ReadOnlySpan<char> digits)
    {
        if (digits.Equals(".inf", StringComparison.OrdinalIgnoreCase) || digits.Equals("inf", StringComparison.OrdinalIgnoreCase) || digits.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            return double.PositiveInfinity;
        if (digits.Equals(".nan", StringComparison.OrdinalIgnoreCase) || digits.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        const NumberStyles Form = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return !digits.ContainsAnyExcept(s_decimal) && double.TryParse(digits, Form, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})(([Tt]|[ \t]+)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(\.(?<fraction>[0-9]*))?([ \t]*(?<zone>Z|(?<zonesign>[-+])(?<zonehour>[0-9]{1,2})(:(?<zoneminute>[0-9]{2}))?))?)?$",
        RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex TimestampParts();
}
