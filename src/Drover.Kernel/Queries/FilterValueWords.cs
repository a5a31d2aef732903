using System.Globalization;
using System.Text;

namespace Drover.Kernel.Queries;

/// <summary>A filter's value in error texts, with its type before it: <c>QuotedString "x"</c>, <c>NumericValue 5</c>.</summary>
internal static class FilterValueWords
{
    public static string Show(FieldValue value)
    {
        if (value.Shape != ValueShape.Text)
        {
            var text = value.ToString();
            return value.IsNumber ? "NumericValue " + (text[0] == '-' ? $"({text})" : text) : text;
        }
        var shown = new StringBuilder("QuotedString \"");
        foreach (var rune in value.Text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\') shown.Append('\\').Append((char)rune.Value);
            else if (rune.Value == '\n') shown.Append("\\n");
            else if (rune.Value is >= ' ' and < 127) shown.Append((char)rune.Value);
            else shown.Append('\\').Append(rune.Value.ToString(CultureInfo.InvariantCulture));
        }
        return shown.Append('"').ToString();
    }
}
