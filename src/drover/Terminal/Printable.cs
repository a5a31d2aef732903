using System.Text;

namespace Drover.Cli.Terminal;

/// <summary>Makes foreign text safe for a terminal: control characters of a job's log must not move the cursor or change the title.</summary>
internal static class Printable
{
    /// <summary>One line: control characters, line breaks too, become escapes such as <c>\n</c> and <c>\x1b</c>.</summary>
    public static string Line(string text) => Escape(text, keepBreaks: false);

    /// <summary>Line breaks and tabs stay.</summary>
    public static string Lines(string text) => Escape(text, keepBreaks: true);

    private static string Escape(string text, bool keepBreaks)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.AsSpan().ContainsAnyInRange('\x7f', '\x9f'))
            return text;
        var result = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (!char.IsControl(c) || (keepBreaks && c is '\n' or '\t'))
                result.Append(c);
            else
                result.Append(c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => $"\\x{(int)c:x2}" });
        }

        return result.ToString();
    }
}
