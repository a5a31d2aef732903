using System.Buffers;
using System.Globalization;
using System.Text;

namespace Drover.Cli.Terminal;

/// <summary>Makes foreign text safe for a terminal: control characters of a job's log must not move the cursor or change the title.</summary>
internal static class Printable
{
    /// <summary>What is no control character and yet moves text about: marks of writing direction (Unicode UAX #9), and separators of lines that some terminals heed.</summary>
    private static readonly SearchValues<char> s_moving = SearchValues.Create("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");

    /// <summary>One line: control characters, line breaks too, become escapes such as <c>\n</c> and <c>\x1b</c>.</summary>
    public static string Line(string text) => Escape(text, keepBreaks: false);

    /// <summary>Line breaks and tabs stay.</summary>
    public static string Lines(string text) => Escape(text, keepBreaks: true);

    private static string Escape(string text, bool keepBreaks)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.AsSpan().ContainsAnyInRange('\x7f', '\x9f') && !text.AsSpan().ContainsAny(s_moving))
            return text;
        var result = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (s_moving.Contains(c))
                result.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else if (!char.IsControl(c) || (keepBreaks && c is '\n' or '\t'))
                result.Append(c);
            else
                result.Append(c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => $"\\x{(int)c:x2}" });
        }

        return result.ToString();
    }
}
