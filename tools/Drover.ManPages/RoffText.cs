using System.Globalization;
using System.Text;
using Markdig.Syntax.Inlines;

namespace Drover.ManPages;

/// <summary>Text within a line: fonts and characters.</summary>
internal static class RoffText
{
    /// <summary>Inline Markdown on one line: code and strong words are bold, emphasis is underlined; of a link its text, and its address where it leads out of the documentation.</summary>
    public static string Of(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        if (inlines is not null)
            Append(text, inlines, font: "R");
        return text.ToString().Trim();
    }

    /// <summary>Characters that mean something to roff, and those beyond ASCII.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '\\' => "\\e",
                '-' => "\\-",
                '`' => "\\(ga",
                '^' => "\\(ha",
                '~' => "\\(ti",
                '\'' => "\\(aq",
                '"' => "\\(dq",
                > 0x7e => string.Create(CultureInfo.InvariantCulture, $"\\[u{rune.Value:X4}]"),
                _ => rune.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static void Append(StringBuilder text, ContainerInline inlines, string font)
    {
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(Escape(literal.Content.ToString()));
                    break;
                case CodeInline code:
                    text.Append("\\fB").Append(Escape(code.Content)).Append("\\f").Append(font);
                    break;
                case EmphasisInline emphasis:
                    var inner = emphasis.DelimiterCount > 1 ? "B" : "I";
                    text.Append("\\f").Append(inner);
                    Append(text, emphasis, inner);
                    text.Append("\\f").Append(font);
                    break;
                case LinkInline link:
                    Append(text, link, font);
                    if (link.Url?.Contains("://", StringComparison.Ordinal) == true)
                        text.Append(" (").Append(Escape(link.Url)).Append(')');
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case AutolinkInline address:
                    text.Append(Escape(address.Url));
                    break;
                case HtmlEntityInline entity:
                    text.Append(Escape(entity.Transcoded.ToString()));
                    break;
                case ContainerInline other:
                    Append(text, other, font);
                    break;
            }
        }
    }
}
