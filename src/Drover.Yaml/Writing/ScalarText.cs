using System.Buffers;
using System.Globalization;
using System.Text;
using Drover.Yaml.Resolution;

namespace Drover.Yaml.Writing;

/// <summary>How a scalar is written so that it is read as what it is.</summary>
internal static class ScalarText
{
    /// <summary>Keys longer than this get a question mark before them: libyaml looks for the colon of a simple key 1024 characters far.</summary>
    public const int LongestSimpleKey = 128;

    // What ends a plain scalar or turns it into something else, wherever it stands; blanks, colons and number signs are looked at by themselves.
    private static readonly SearchValues<char> s_special = SearchValues.Create("\t\n\r,[]{}\"'\\&*!|>%@`\u0085\u2028\u2029\ufeff\ufffe\uffff\u007f");

    // What a literal block cannot hold beside control characters: other line ends, and what no text may hold as it is.
    private static readonly SearchValues<char> s_unfit = SearchValues.Create("\u2028\u2029\ufeff\ufffe\uffff");

    /// <summary>Without quotes where that is possible.</summary>
    public static void WriteShort(StringBuilder text, YamlScalar scalar)
    {
        if (scalar.Kind == YamlScalarKind.Text && IsPlain(scalar.Text))
            text.Append(scalar.Text);
        else
            WriteQuoted(text, scalar);
    }

    /// <summary>With double quotes around a text; everything else as its plain form.</summary>
    public static void WriteQuoted(StringBuilder text, YamlScalar scalar)
    {
        switch (scalar.Kind)
        {
            case YamlScalarKind.None: text.Append("null"); break;
            case YamlScalarKind.Bool: text.Append(scalar.Bool ? "true" : "false"); break;
            case YamlScalarKind.Int: text.Append(scalar.Int.ToString(CultureInfo.InvariantCulture)); break;
            case YamlScalarKind.Float: text.Append(Float(scalar.Float)); break;
            case YamlScalarKind.Date: text.Append(scalar.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case YamlScalarKind.Time: text.Append(Time(scalar.Time)); break;
            case YamlScalarKind.Bytes: text.Append("!!binary \"").Append(Convert.ToBase64String(scalar.Bytes.Span)).Append('"'); break;
            default: Quote(text, scalar.Text); break;
        }
    }

    /// <summary>A text that can stand in a literal block as it is: several lines, and a first one whose indentation is the block's.</summary>
    public static bool IsLiteral(string text) => text.Contains('\n') && text[0] is not ('\n' or ' ' or '\t') && !text.AsSpan().ContainsAny(s_unfit)
        && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff');

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || text.AsSpan().ContainsAny(s_special) || text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.AsSpan().ContainsAnyInRange('\u0080', '\u00a0')
            || text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            return false;
        return text[0] is not (' ' or '#' or '?' or ':' or '-' or '.' or '=' or '<') && text[^1] is not (' ' or ':')
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && PlainScalar.TagOf(text) == CoreTag.Text;
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\0' => text.Append("\\0"),
                '\a' => text.Append("\\a"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\v' => text.Append("\\v"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                '\e' => text.Append("\\e"),
                '\u0085' => text.Append("\\N"),
                '\u00a0' => text.Append("\\_"),
                '\u2028' => text.Append("\\L"),
                '\u2029' => text.Append("\\P"),
                < ' ' or (>= '\u007f' and < '\u00a0') => text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"),
                '\ufeff' or '\ufffe' or '\uffff' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                >= '\ud800' and <= '\udfff' => i + 1 < value.Length && char.IsSurrogatePair(c, value[i + 1]) ? text.Append(c).Append(value[++i]) : text.Append("\\uFFFD"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    // A float of YAML 1.1 has a dot, and a sign in its exponent.
    private static string Float(double number)
    {
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? ".nan" : number > 0 ? ".inf" : "-.inf";
        var digits = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = digits.IndexOf('E', StringComparison.Ordinal);
        return digits.Contains('.', StringComparison.Ordinal) ? digits : exponent < 0 ? digits + ".0" : digits.Insert(exponent, ".0");
    }

    private static string Time(YamlTime time)
    {
        var clock = time.Clock.ToString(time.Clock.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        return time.Offset is { } offset ? $"{clock}{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}" : clock;
    }
}
