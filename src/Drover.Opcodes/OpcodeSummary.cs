using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Drover.Opcodes;

/// <summary>The value in the parentheses of a summary, printed as Ganeti 3.0.2 prints it.</summary>
internal static class OpcodeSummary
{
    internal static string Text(JsonElement value, ParameterType type) => value.ValueKind switch
    {
        JsonValueKind.Null => "None",
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when type.Kind == ParameterKind.Float => Text(value.GetDouble()),
        JsonValueKind.Array => Joined(value),
        _ => value.GetRawText(),
    };

    /// <summary>Shortest digits that give the same double; decimal from 0.1 to below ten million, else with an exponent: 5.0e-2.</summary>
    internal static string Text(double number)
    {
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        if (Math.Abs(number) is 0 or >= 0.1 and < 1e7)
            return shortest.Contains('.') ? shortest : shortest + ".0";

        // The shortest form may be written with or without an exponent.
        var mark = shortest.IndexOf('E');
        var exponent = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = mark < 0 ? shortest.AsSpan() : shortest.AsSpan(0, mark);
        var sign = digits[0] == '-' ? "-" : "";
        digits = digits[sign.Length..];
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits.Length : point;
        var all = point < 0 ? digits.ToString() : string.Concat(digits[..point], digits[(point + 1)..]);
        var leading = 0;
        while (leading < all.Length - 1 && all[leading] == '0')
            leading++;
        var fraction = all[(leading + 1)..].TrimEnd('0');
        return $"{sign}{all[leading]}.{(fraction.Length == 0 ? "0" : fraction)}e{exponent + whole - leading - 1}";
    }

    private static string Joined(JsonElement list)
    {
        var text = new StringBuilder();
        foreach (var item in list.EnumerateArray())
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(item.ValueKind == JsonValueKind.String ? item.GetString() : item.GetRawText());
        }

        return text.ToString();
    }
}
