using System.Text;

namespace Drover.Jinja.Values;

/// <summary>Texts as Python counts them: by code points, of which some take two of our characters.</summary>
internal static class CodePoints
{
    public static int Count(string text) => text.Length - text.Count(char.IsLowSurrogate);

    /// <summary>The code points, each as a text.</summary>
    public static List<object?> Of(string text)
    {
        var points = new List<object?>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            points.Add(text.Substring(i, length));
            i += length - 1;
        }
        return points;
    }

    /// <summary>The order of code points, which differs from that of our characters where surrogates stand.</summary>
    public static int Compare(string left, string right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (left[i] == right[i])
                continue;
            var order = char.IsSurrogate(left[i]).CompareTo(char.IsSurrogate(right[i]));
            return order != 0 && left[i] >= 0xD800 && right[i] >= 0xD800 ? order : left[i].CompareTo(right[i]);
        }
        return left.Length.CompareTo(right.Length);
    }

    /// <summary>Where the code point of that number begins.</summary>
    public static int Place(string text, int index)
    {
        var place = 0;
        while (index-- > 0 && place < text.Length)
            place += char.IsSurrogatePair(text, place) ? 2 : 1;
        return place;
    }

    /// <summary>What Python takes for white space.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';

    public static string TrimStart(string text)
    {
        var start = 0;
        while (start < text.Length && IsSpace(text[start]))
            start++;
        return text[start..];
    }

    public static string TrimEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
            end--;
        return text[..end];
    }

    /// <summary>The lines of a text without their ends, at all the places where Python ends a line.</summary>
    public static List<string> Lines(string text, bool keepEnds = false)
    {
        var lines = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029'))
                continue;
            var end = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? i + 1 : i;
            lines.Add(text[start..(keepEnds ? end + 1 : i)]);
            i = end;
            start = end + 1;
        }
        if (start < text.Length)
            lines.Add(text[start..]);
        return lines;
    }

    public static string Upper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    public static string Lower(string text) => text.ToLowerInvariant().Replace("İ", "i̇", StringComparison.Ordinal);

    /// <summary>Whether Python prints the character as it is.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Control
        or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Surrogate or System.Globalization.UnicodeCategory.PrivateUse
        or System.Globalization.UnicodeCategory.OtherNotAssigned or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator or System.Globalization.UnicodeCategory.SpaceSeparator);
}
