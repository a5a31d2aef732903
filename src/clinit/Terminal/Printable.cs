using System.Text;

namespace Drover.Clinit.Terminal;

/// <summary>Makes foreign text safe for a terminal: control characters of a reply must not move the cursor or change the title.</summary>
internal static class Printable
{
    /// <summary>Control characters other than line ends and tabs become escapes such as <c>\x1b</c>.</summary>
    public static string Text(string text)
    {
        if (!text.Any(IsEscaped))
            return text;
        var result = new StringBuilder(text.Length + 8);
        foreach (var c in text)
            _ = IsEscaped(c) ? result.Append($"\\x{(int)c:x2}") : result.Append(c);
        return result.ToString();
    }

    private static bool IsEscaped(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
