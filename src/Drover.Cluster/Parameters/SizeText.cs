using System.Globalization;

namespace Drover.Cluster.Parameters;

/// <summary>Sizes as command lines write them: a number of mebibytes, or one with a unit (m, g, t; k is rounded up).</summary>
internal static class SizeText
{
    public static bool TryRead(string text, out long mebibytes)
    {
        mebibytes = 0;
        var number = text.AsSpan().Trim();
        var digits = number.TrimEnd("bBiI").TrimEnd("kKmMgGtT");
        var factor = number[digits.Length..] switch
        {
            "" => 1.0,
            var unit => char.ToLowerInvariant(unit[0]) switch { 'k' => 1.0 / 1024, 'm' => 1.0, 'g' => 1024.0, 't' => 1024.0 * 1024, _ => double.NaN },
        };
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(factor))
            return false;
        var size = Math.Ceiling(value * factor);
        if (size > int.MaxValue)
            return false;
        mebibytes = (long)size;
        return true;
    }
}
