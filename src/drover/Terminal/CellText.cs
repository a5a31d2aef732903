using System.Globalization;
using System.Text;

namespace Drover.Cli.Terminal;

/// <summary>Text measured in cells of a terminal: East Asian and picture characters take two, marks on others none (Unicode UAX #11).</summary>
internal static class CellText
{
    private const string Ellipsis = "…";

    private static readonly (int First, int Last)[] s_wide =
    [
        (0x1100, 0x115f), (0x2e80, 0x303e), (0x3041, 0xa4cf), (0xac00, 0xd7a3), (0xf900, 0xfaff), (0xfe30, 0xfe6f), (0xff00, 0xff60), (0xffe0, 0xffe6),
        (0x1f300, 0x1f64f), (0x1f680, 0x1f6ff), (0x1f900, 0x1f9ff), (0x20000, 0x3fffd),
    ];

    public static int Width(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text))
            return text.Length;
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Width(rune);
        return width;
    }

    /// <summary>At most so many cells; what is cut away is shown by an ellipsis.</summary>
    public static string Cut(string text, int width)
    {
        if (Width(text) <= width)
            return text;
        return width <= 0 ? "" : Start(text, width - 1) + Ellipsis;
    }

    /// <summary>Exactly so many cells: cut, or filled up with blanks.</summary>
    public static string Fit(string text, int width, bool right = false)
    {
        var cut = Cut(text, width);
        var blanks = new string(' ', Math.Max(0, width - Width(cut)));
        return right ? blanks + cut : cut + blanks;
    }

    /// <summary>Breaks at blanks into lines of at most <paramref name="width"/> cells; the last of <paramref name="most"/> lines is cut.</summary>
    public static List<string> Wrap(string text, int width, int most)
    {
        var lines = new List<string>();
        while (lines.Count < most - 1 && Width(text) > width)
        {
            var start = Start(text, width);
            var blank = start.LastIndexOf(' ');
            var length = text.Length > start.Length && text[start.Length] == ' ' ? start.Length : blank > 0 ? blank : Math.Max(1, start.Length);
            lines.Add(text[..length]);
            text = text[length..].TrimStart(' ');
        }

        if (text.Length > 0 || lines.Count == 0)
            lines.Add(Cut(text, width));
        return lines;
    }

    private static string Start(string text, int width)
    {
        var (cells, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            cells += Width(rune);
            if (cells > width)
                break;
            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    private static int Width(Rune rune)
    {
        if (rune.IsAscii)
            return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            return 0;
        return Array.Exists(s_wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1;
    }
}
