using System.Globalization;
using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>Texts read as numbers, as Python's <c>int</c> and <c>float</c> read them.</summary>
internal static class NumberText
{
    private const int MostDigits = 4300;

    /// <summary>A whole number in a base from 2 to 36; base 0 goes by the prefix. Null when it is none.</summary>
    public static BigInteger? Whole(string text, int @base)
    {
        if (@base != 0 && @base is < 2 or > 36)
            return null;
        var digits = CodePoints.TrimStart(CodePoints.TrimEnd(text));
        var isNegative = digits.StartsWith('-');
        if (isNegative || digits.StartsWith('+'))
            digits = digits[1..];
        var prefix = digits.Length > 1 && digits[0] == '0' ? char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 } : 0;
        if (prefix != 0 && (@base == 0 || @base == prefix))
        {
            // An underscore may follow the prefix.
            digits = digits[2..].StartsWith('_') ? digits[3..] : digits[2..];
            @base = prefix;
        }
        else if (@base == 0)
        {
            if (digits.StartsWith('0') && digits.Trim('0', '_').Length > 0)
                return null;
            @base = 10;
        }
        return Digits(digits, @base) is { } number ? isNegative ? -number : number : null;
    }

    /// <summary>A float, or null when the text is none.</summary>
    public static double? Float(string text)
    {
        var number = CodePoints.TrimStart(CodePoints.TrimEnd(text)).ToLowerInvariant();
        if (!AreUnderscoresBetweenDigits(number))
            return null;
        number = number.Replace("_", "", StringComparison.Ordinal);
        var bare = number.TrimStart('+', '-');
        if (number.Length - bare.Length > 1)
            return null;
        var sign = number.StartsWith('-') ? -1.0 : 1.0;
        if (bare is "inf" or "infinity")
            return sign * double.PositiveInfinity;
        if (bare == "nan")
            return double.NaN;
        if (bare.Length == 0 || !(char.IsAsciiDigit(bare[0]) || bare[0] == '.'))
            return null;
        return double.TryParse(bare, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var parsed) ? sign * parsed : null;
    }

    private static BigInteger? Digits(string digits, int @base)
    {
        if (digits.Length == 0 || digits.EndsWith('_') || digits.StartsWith('_') || digits.Contains("__", StringComparison.Ordinal) || digits.Length > MostDigits)
            return null;
        var number = BigInteger.Zero;
        foreach (var character in digits)
        {
            if (character == '_')
                continue;
            var value = char.IsDigit(character) ? (int)char.GetNumericValue(character) : char.IsAsciiLetter(character) ? char.ToLowerInvariant(character) - 'a' + 10 : 36;
            if (value >= @base)
                return null;
            number = number * @base + value;
        }
        return number;
    }

    private static bool AreUnderscoresBetweenDigits(string number)
    {
        for (var i = 0; i < number.Length; i++)
        {
            if (number[i] == '_' && (i == 0 || i == number.Length - 1 || !char.IsAsciiDigit(number[i - 1]) || !char.IsAsciiDigit(number[i + 1])))
                return false;
        }
        return true;
    }
}
