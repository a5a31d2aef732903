using System.Globalization;
using System.Numerics;
using Drover.Jinja.Values;

namespace Drover.Jinja.Formatting;

/// <summary>Floats with a given number of digits, from their exact value. Signs are added by the caller.</summary>
internal static class FloatFormat
{
    /// <summary>One of <c>e f g %</c>, or their capitals, with that many digits.</summary>
    /// <param name="keepsPoint">Whether the point stays where nothing follows it, and <c>g</c> keeps zeros at the end.</param>
    public static string Of(double value, char kind, int precision, bool keepsPoint)
    {
        var magnitude = Math.Abs(value);
        if (!double.IsFinite(value))
            return Cased(double.IsNaN(value) ? "nan" : "inf", kind) + (kind == '%' ? "%" : "");
        return char.ToLowerInvariant(kind) switch
        {
            'f' => Fixed(magnitude, precision, keepsPoint),
            '%' => Fixed(magnitude * 100, precision, keepsPoint) + "%",
            'e' => Cased(Exponent(magnitude, precision, keepsPoint), kind),
            _ => Cased(General(magnitude, Math.Max(precision, 1), keepsPoint), kind),
        };
    }

    private static string Fixed(double magnitude, int places, bool keepsPoint)
    {
        var digits = FloatText.Scaled(magnitude, places).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return digits[..^places] + (places > 0 || keepsPoint ? "." : "") + digits[^places..];
    }

    private static string Exponent(double magnitude, int places, bool keepsPoint)
    {
        var (digits, exponent) = Significant(magnitude, places + 1);
        return digits[..1] + (places > 0 || keepsPoint ? "." : "") + digits[1..] + Suffix(exponent);
    }

    private static string General(double magnitude, int precision, bool keepsZeros)
    {
        var (digits, exponent) = Significant(magnitude, precision);
        var isFixed = exponent >= -4 && exponent < precision;
        var text = !isFixed ? digits[..1] + "." + digits[1..]
            : exponent < 0 ? "0." + new string('0', -exponent - 1) + digits
            : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
        return (keepsZeros ? text : text.TrimEnd('0').TrimEnd('.')) + (isFixed ? "" : Suffix(exponent));
    }

    private static (string Digits, int Exponent) Significant(double magnitude, int count)
    {
        if (magnitude == 0)
            return (new string('0', count), 0);
        // The logarithm may be off by one, and rounding may add a digit.
        var exponent = (int)Math.Floor(Math.Log10(magnitude));
        while (true)
        {
            var scaled = FloatText.Scaled(magnitude, count - 1 - exponent);
            if (scaled >= BigInteger.Pow(10, count))
                exponent++;
            else if (scaled < BigInteger.Pow(10, count - 1))
                exponent--;
            else
                return (scaled.ToString(CultureInfo.InvariantCulture), exponent);
        }
    }

    private static string Suffix(int exponent) => $"e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";

    private static string Cased(string text, char kind) => char.IsUpper(kind) ? text.ToUpperInvariant() : text;
}
