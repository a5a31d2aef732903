using System.Globalization;
using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>Floats as Python writes and rounds them.</summary>
internal static class FloatText
{
    /// <summary>The shortest digits that read back as the same float; with an exponent below 0.0001 and from 1e16 on.</summary>
    public static string Shortest(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        var (digits, point) = Split(value.ToString("R", CultureInfo.InvariantCulture));
        var sign = double.IsNegative(value) ? "-" : "";
        if (digits == "0")
            return sign + "0.0";
        if (point is > -4 and <= 16)
            return sign + Fixed(digits, point);
        var exponent = point - 1;
        return $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    /// <summary>Rounds as Python's <c>round</c>: by the exact value, exact halves to the even neighbour.</summary>
    public static double Round(double value, int places)
    {
        if (!double.IsFinite(value) || places > 323)
            return value;
        if (places < -308)
            return double.IsNegative(value) ? -0.0 : 0.0;
        var scaled = Scaled(value, places);
        var rounded = places >= 0 ? Numbers.Ratio(scaled, BigInteger.Pow(10, places)) : Numbers.Ratio(scaled * BigInteger.Pow(10, -places), 1);
        if (double.IsInfinity(rounded))
            throw new TemplateFault("A rounded number is too large for a float.");
        return double.IsNegative(value) ? -Math.Abs(rounded) : rounded;
    }

    /// <summary>The exact value times a power of ten, as the nearest whole number, halves to the even one.</summary>
    public static BigInteger Scaled(double value, int places)
    {
        var (numerator, denominator) = Fraction(value);
        if (places >= 0)
            numerator *= BigInteger.Pow(10, places);
        else
            denominator *= BigInteger.Pow(10, -places);
        return Divided(numerator, denominator);
    }

    /// <summary>The nearest whole number to a fraction, halves to the even one.</summary>
    public static BigInteger Divided(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(numerator), denominator, out var rest);
        var order = (rest * 2).CompareTo(denominator);
        if (order > 0 || order == 0 && !quotient.IsEven)
            quotient += 1;
        return numerator.Sign < 0 ? -quotient : quotient;
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        if (exponent == 0)
            exponent++;
        else
            mantissa |= 1L << 52;
        var numerator = new BigInteger(bits < 0 ? -mantissa : mantissa);
        exponent -= 1075;
        return exponent >= 0 ? (numerator << exponent, BigInteger.One) : (numerator, BigInteger.One << -exponent);
    }

    // Digits without leading and trailing zeros, and before which of them the point stands.
    private static (string Digits, int Point) Split(string text)
    {
        var mantissa = text.TrimStart('-');
        var exponent = 0;
        if (mantissa.IndexOf('E', StringComparison.Ordinal) is >= 0 and var mark)
        {
            exponent = int.Parse(mantissa[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = mantissa[..mark];
        }
        var point = mantissa.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? dot : mantissa.Length;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        return digits.Length == 0 ? ("0", 1) : (digits, point - leading + exponent);
    }

    private static string Fixed(string digits, int point) =>
        point <= 0 ? "0." + new string('0', -point) + digits
        : point >= digits.Length ? digits + new string('0', point - digits.Length) + ".0"
        : digits[..point] + "." + digits[point..];
}
