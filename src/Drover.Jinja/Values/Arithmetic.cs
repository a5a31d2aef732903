using System.Numerics;
using Drover.Jinja.Formatting;

namespace Drover.Jinja.Values;

/// <summary>Python's operators that reckon. Each throws a <see cref="TemplateFault"/> for types that do not go together.</summary>
internal static class Arithmetic
{
    // Larger whole numbers are of no use to a template, and slow.
    private const int MostBits = 100_000;

    public static object? Apply(Budget budget, string @operator, object? left, object? right)
    {
        if (left is Undefined missing)
            throw missing.Fault();
        if (left is string format && @operator == "%")
            return PercentFormat.Format(budget, format, right);
        if (right is Undefined other)
            throw other.Fault();
        if (Numbers.Is(left) && Numbers.Is(right))
            return Reckon(@operator, left, right);
        return (@operator, left, right) switch
        {
            ("+", string a, string b) => Joined(budget, a, b),
            ("+", ListValue a, ListValue b) => Joined(budget, a, b),
            ("+", TupleValue a, TupleValue b) => Joined(budget, a, b),
            ("*", string or SequenceValue, BigInteger or bool) => Repeated(budget, left, right),
            ("*", BigInteger or bool, string or SequenceValue) => Repeated(budget, right, left),
            ("+", string, _) or ("+", _, string) => throw new TemplateFault(
                $"'+' does not join {TypeNames.Of(left)} and {TypeNames.Of(right)}; use '~', which makes texts of both."),
            _ => throw new TemplateFault($"'{@operator}' does not work with {TypeNames.Of(left)} and {TypeNames.Of(right)}."),
        };
    }

    public static object? Sign(bool isMinus, object? value) => value switch
    {
        Undefined missing => throw missing.Fault(),
        double number => isMinus ? -number : number,
        _ when Numbers.TryWhole(value, out var whole) => isMinus ? -whole : whole,
        _ => throw new TemplateFault($"A value of type {TypeNames.Of(value)} has no sign."),
    };

    /// <summary>What a division of two numbers leaves, with the sign of the divisor.</summary>
    public static object Remainder(object value, object divisor) => Reckon("%", value, divisor);

    private static object Reckon(string @operator, object left, object right)
    {
        if (Numbers.TryWhole(left, out var a) && Numbers.TryWhole(right, out var b))
            return Whole(@operator, a, b);
        var (x, y) = (Numbers.Float(left), Numbers.Float(right));
        return @operator switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => x / NonZero(y),
            "//" => FloorDivide(x, NonZero(y)),
            "%" => Modulo(x, NonZero(y)),
            _ => Power(x, y),
        };
    }

    private static object Whole(string @operator, BigInteger a, BigInteger b)
    {
        switch (@operator)
        {
            case "/":
                var ratio = Numbers.Ratio(a, NonZero(b));
                return double.IsInfinity(ratio) ? throw new TemplateFault("The result of a division is too large for a float.") : ratio;
            case "**" when b.Sign < 0:
                return a.IsZero ? throw DivisionByZero() : Power(Numbers.Float(a), Numbers.Float(b));
        }
        var bits = @operator == "**" ? BigInteger.Abs(a) <= 1 ? 1 : a.GetBitLength() * b : BigInteger.Max(a.GetBitLength(), b.GetBitLength());
        if (bits > MostBits)
            throw new TemplateFault($"A whole number would have more than {MostBits} binary digits; it was not made.");
        return @operator switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "//" => FloorDivide(a, NonZero(b)),
            "%" => a - FloorDivide(a, NonZero(b)) * b,
            _ => BigInteger.Abs(a) <= 1 ? a.IsOne || b.IsZero ? BigInteger.One : a.IsZero ? a : b.IsEven ? BigInteger.One : a : BigInteger.Pow(a, (int)b),
        };
    }

    private static BigInteger FloorDivide(BigInteger a, BigInteger b)
    {
        var quotient = BigInteger.DivRem(a, b, out var rest);
        return !rest.IsZero && rest.Sign != b.Sign ? quotient - 1 : quotient;
    }

    // The rest has the sign of the divisor.
    private static double Modulo(double x, double y)
    {
        var rest = x % y;
        if (rest == 0)
            return Math.CopySign(0, y);
        return rest < 0 != y < 0 ? rest + y : rest;
    }

    private static double FloorDivide(double x, double y)
    {
        var rest = x % y;
        var quotient = (x - rest) / y;
        if (rest != 0 && rest < 0 != y < 0)
            quotient -= 1;
        if (quotient == 0)
            return Math.CopySign(0, x / y);
        var floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static double Power(double x, double y)
    {
        if (x == 0 && y < 0)
            throw DivisionByZero();
        if (double.IsFinite(x) && x < 0 && double.IsFinite(y) && !double.IsInteger(y))
            throw new TemplateFault("A fractional power of a negative number is no number that a template can have.");
        var result = Math.Pow(x, y);
        return double.IsInfinity(result) && double.IsFinite(x) && double.IsFinite(y) ? throw new TemplateFault("The result of '**' is too large for a float.") : result;
    }

    private static string Joined(Budget budget, string left, string right)
    {
        budget.Room((long)left.Length + right.Length);
        return left + right;
    }

    private static SequenceValue Joined(Budget budget, SequenceValue left, SequenceValue right)
    {
        budget.Room((BigInteger)left.Weight + right.Weight);
        return left.Like([.. left.Items, .. right.Items]);
    }

    private static object Repeated(Budget budget, object value, object times)
    {
        _ = Numbers.TryWhole(times, out var count);
        count = BigInteger.Max(count, 0);
        budget.Room(count * (value is SequenceValue { Items.Count: > 0 } weighty ? weighty.Weight : value is string { Length: var length } ? length : 0));
        if (value is SequenceValue sequence)
            return sequence.Like(sequence.Items.Count == 0 ? [] : [.. Enumerable.Repeat(sequence.Items, (int)count).SelectMany(items => items)]);
        var text = (string)value;
        return text.Length == 0 ? text : string.Concat(Enumerable.Repeat(text, (int)count));
    }

    private static BigInteger NonZero(BigInteger divisor) => divisor.IsZero ? throw DivisionByZero() : divisor;

    private static double NonZero(double divisor) => divisor == 0 ? throw DivisionByZero() : divisor;

    private static TemplateFault DivisionByZero() => new("A division by zero.");
}
