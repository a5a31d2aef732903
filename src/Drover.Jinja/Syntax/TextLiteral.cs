using System.Globalization;
using System.Text;

namespace Drover.Jinja.Syntax;

/// <summary>What a text in quotes stands for: Python's escapes, of which unknown ones stay as they are.</summary>
internal static class TextLiteral
{
    /// <exception cref="TemplateFault">An escape lacks digits, or asks for a character by its Unicode name.</exception>
    public static string Decode(string body)
    {
        if (!body.Contains('\\', StringComparison.Ordinal))
            return body;
        var text = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != '\\')
                text.Append(body[i]);
            else
                i = Escape(body, i + 1, text);
        }
        return text.ToString();
    }

    // Writes what the escape at that place stands for, and gives the place of its last character.
    private static int Escape(string body, int at, StringBuilder text)
    {
        switch (body[at])
        {
            case '\n':
                return at;
            case '\\' or '\'' or '"':
                text.Append(body[at]);
                return at;
            case 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v':
                text.Append(body[at] switch { 'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => '\v' });
                return at;
            case 'x':
                return Code(body, at, 2, text);
            case 'u':
                return Code(body, at, 4, text);
            case 'U':
                return Code(body, at, 8, text);
            case >= '0' and <= '7':
                var end = at + 1;
                while (end < body.Length && end < at + 3 && body[end] is >= '0' and <= '7')
                    end++;
                text.Append((char)body[at..end].Aggregate(0, (code, digit) => code * 8 + (digit - '0')));
                return end - 1;
            case 'N' when at + 1 < body.Length && body[at + 1] == '{':
                throw new TemplateFault("Characters by their Unicode name, '\\N{...}', are not supported; write '\\u' and four digits.");
            // Jinja2 escapes what is not ASCII before it looks for escapes; a backslash in front of it then stands for itself and the rest is left over.
            case > '\x7f' when !char.IsSurrogate(body[at]) || char.IsSurrogatePair(body, at):
                var rune = char.IsSurrogatePair(body, at) ? new Rune(body[at], body[at + 1]) : new Rune(body[at]);
                text.Append(CultureInfo.InvariantCulture, $"\\{(rune.Value < 0x100 ? $"x{rune.Value:x2}" : rune.Value < 0x10000 ? $"u{rune.Value:x4}" : $"U{rune.Value:x8}")}");
                return at + rune.Utf16SequenceLength - 1;
            default:
                text.Append('\\').Append(body[at]);
                return at;
        }
    }

    private static int Code(string body, int at, int digits, StringBuilder text)
    {
        var end = at + 1 + digits;
        if (end > body.Length || !int.TryParse(body.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw new TemplateFault($"The escape '\\{body[at]}' in a text needs {digits} hexadecimal digits; write '\\\\' for a backslash.");
        if (code is < 0 or > 0x10FFFF)
            throw new TemplateFault($"The escape '\\{body[at]}' in a text names no character.");
        text.Append(code < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32(code));
        return end - 1;
    }
}
