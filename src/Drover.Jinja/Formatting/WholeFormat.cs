using System.Globalization;
using System.Numerics;
using System.Text;

namespace Drover.Jinja.Formatting;

/// <summary>The digits of whole numbers in the bases that formats know.</summary>
internal static class WholeFormat
{
    /// <summary>Without sign and prefix: <c>d b o x X</c>.</summary>
    public static string Digits(BigInteger number, char kind)
    {
        var magnitude = BigInteger.Abs(number);
        if (kind is not ('b' or 'o' or 'x' or 'X'))
            return Values.Printing.Repr(magnitude);
        var bits = kind switch { 'b' => 1, 'o' => 3, _ => 4 };
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, ((int)(magnitude & ((1 << bits) - 1))).ToString(kind == 'X' ? "X" : "x", CultureInfo.InvariantCulture));
            magnitude >>= bits;
        } while (!magnitude.IsZero);
        return digits.ToString();
    }

    /// <summary>Digits in groups, from the right.</summary>
    public static string Grouped(string digits, char separator, int size)
    {
        var grouped = new StringBuilder(digits);
        for (var i = digits.Length - size; i > 0; i -= size)
            grouped.Insert(i, separator);
        return grouped.ToString();
    }
}
