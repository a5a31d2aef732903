using System.Numerics;
using Drover.Jinja.Values;

namespace Drover.Jinja.Filters;

/// <summary>Filters that make numbers.</summary>
internal static class NumberFilters
{
    public static IEnumerable<KeyValuePair<string, Filter>> All =>
    [
        FilterTable.Of("int", 0, ["default", "base"], Int),
        FilterTable.Of("float", 0, ["default"], (_, value, given) => Float(value, Signature.IsGiven(given[0]) ? given[0] : 0.0)),
        FilterTable.Of("round", 0, ["precision", "method"], Round),
        FilterTable.Of("abs", 0, [], (_, value, _) => Abs(value)),
    ];

    private static object? Int(Budget budget, object? value, object?[] given)
    {
        var otherwise = Signature.IsGiven(given[0]) ? given[0] : BigInteger.Zero;
        var @base = Signature.IsGiven(given[1]) ? Numbers.Index(given[1], "The base of 'int'") : 10;
        return value switch
        {
            Undefined missing => throw missing.Fault(),
            double number => Truncated(number, otherwise),
            string text when NumberText.Whole(text, @base) is { } whole => whole,
            string text when NumberText.Float(text) is { } number => Truncated(number, otherwise),
            _ => Numbers.TryWhole(value, out var number) ? number : otherwise,
        };
    }

    private static object? Truncated(double number, object? otherwise) =>
        double.IsNaN(number) ? otherwise : double.IsInfinity(number) ? throw new TemplateFault("Infinity is no whole number.") : new BigInteger(number);

    private static object? Float(object? value, object? otherwise) => value switch
    {
        Undefined missing => throw missing.Fault(),
        string text => NumberText.Float(text) ?? otherwise,
        _ => Numbers.Is(value) ? Numbers.Float(value) : otherwise,
    };

    private static object? Round(Budget budget, object? value, object?[] given)
    {
        var places = Signature.IsGiven(given[0]) ? Numbers.Index(given[0], "The precision of 'round'") : 0;
        var method = Signature.IsGiven(given[1]) ? given[1] as string : "common";
        if (method is not ("common" or "ceil" or "floor"))
            throw new TemplateFault("The method of 'round' is 'common', 'ceil' or 'floor'.");
        if (!Numbers.Is(value))
            throw new TemplateFault($"A value of type {TypeNames.Of(value)} cannot be rounded.");
        if (method == "common")
            return value is double number ? FloatText.Round(number, places) : RoundedWhole(value, places);
        var factor = places < 0 ? Math.Pow(10, places) : Numbers.Float(BigInteger.Pow(10, Math.Min(places, 400)));
        var scaled = Numbers.Float(value) * factor;
        if (!double.IsFinite(scaled))
            throw new TemplateFault("The number is too large to be rounded so.");
        var rounded = method == "ceil" ? Math.Ceiling(scaled) : Math.Floor(scaled);
        // Python goes through whole numbers, which know no negative zero.
        return (rounded == 0 ? 0.0 : rounded) / factor;
    }

    private static BigInteger RoundedWhole(object value, int places)
    {
        _ = Numbers.TryWhole(value, out var whole);
        if (places >= 0)
            return whole;
        if (-(long)places > whole.GetBitLength())
            return 0;
        var unit = BigInteger.Pow(10, -places);
        return FloatText.Divided(whole, unit) * unit;
    }

    private static object? Abs(object? value) => value switch
    {
        double number => Math.Abs(number),
        _ when Numbers.TryWhole(value, out var whole) => BigInteger.Abs(whole),
        _ => throw new TemplateFault($"'abs' needs a number, and is given a value of type {TypeNames.Of(value)}."),
    };
}
