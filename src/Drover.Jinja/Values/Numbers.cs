using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>Python's numbers: whole ones without bound, of which True is 1 and False is 0, and floats.</summary>
internal static class Numbers
{
    public static bool Is([NotNullWhen(true)] object? value) => value is BigInteger or bool or double;

    /// <summary>The value as a whole number, when it is one or a bool.</summary>
    public static bool TryWhole(object? value, out BigInteger number)
    {
        number = value switch { BigInteger whole => whole, true => 1, _ => 0 };
        return value is BigInteger or bool;
    }

    /// <exception cref="TemplateFault">It is no whole number, or none that fits 32 bits.</exception>
    public static int Index(object? value, string what)
    {
        if (!TryWhole(value, out var number))
            throw new TemplateFault($"{what} must be a whole number, and is of type {TypeNames.Of(value)}.");
        return number >= int.MinValue && number <= int.MaxValue ? (int)number : throw new TemplateFault($"{what} is too large: {number:E2}.");
    }

    /// <exception cref="TemplateFault">The whole number is too large for a float.</exception>
    public static double Float(object value)
    {
        if (value is double number)
            return number;
        _ = TryWhole(value, out var whole);
        var result = Ratio(whole, 1);
        return double.IsInfinity(result) ? throw new TemplateFault("A whole number is too large to become a float.") : result;
    }

    /// <summary>Compares exactly, also a large whole number with a float. Null when one is no number (NaN).</summary>
    public static int? Compare(object left, object right)
    {
        if (TryWhole(left, out var a))
            return TryWhole(right, out var b) ? a.CompareTo(b) : -Compare((double)right, a);
        return TryWhole(right, out var whole) ? Compare((double)left, whole) : Compare((double)left, (double)right);
    }

    /// <summary>The float nearest to a fraction.</summary>
    public static double Ratio(BigInteger numerator, BigInteger denominator)
    {
        if (numerator.IsZero)
            return denominator.Sign < 0 ? -0.0 : 0.0;
        var isNegative = numerator.Sign * denominator.Sign < 0;
        (numerator, denominator) = (BigInteger.Abs(numerator), BigInteger.Abs(denominator));
        // As many bits as tell the halves apart: 53 of a float, more for rounding, and a last one that says whether there is a rest.
        var shift = 66 - (int)(numerator.GetBitLength() - denominator.GetBitLength());
        // Floats below the smallest normal one have fewer bits, down to 2^-1074.
        shift = Math.Min(shift, 1076);
        if (shift >= 0)
            numerator <<= shift;
        else
            denominator <<= -shift;
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        var drop = Math.Max((int)quotient.GetBitLength() - 53, shift > 1074 ? shift - 1074 : 0);
        var kept = quotient >> drop;
        var cut = quotient - (kept << drop);
        var half = drop > 0 ? BigInteger.One << (drop - 1) : BigInteger.Zero;
        if (drop > 0 && (cut > half || cut == half && (!rest.IsZero || !kept.IsEven)))
            kept += 1;
        var exponent = drop - shift;
        // Scaled in two steps: a power of two below the smallest float would be zero.
        var scaled = exponent < -1000 ? Math.ScaleB(Math.ScaleB((double)(ulong)kept, exponent + 500), -500) : Math.ScaleB((double)(ulong)kept, exponent);
        return isNegative ? -scaled : scaled;
    }

    private static int? Compare(double left, double right) => left < right ? -1 : left > right ? 1 : left == right ? 0 : null;

    private static int? Compare(double left, BigInteger right)
    {
        if (double.IsNaN(left))
            return null;
        if (double.IsInfinity(left))
            return left > 0 ? 1 : -1;
        var floor = Math.Floor(left);
        var order = new BigInteger(floor).CompareTo(right);
        return order != 0 ? order : left > floor ? 1 : 0;
    }
}
