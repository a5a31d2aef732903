using System.Text.RegularExpressions;

namespace Drover.Yaml.Resolution;

/// <summary>Which type a plain scalar has, by its form alone: https://yaml.org/type/ as PyYAML has it (the exponent of a float needs a dot and a sign, y and n are texts).</summary>
internal static partial class PlainScalar
{
    private const int Patience = 10_000;

    /// <summary>Null, Bool, Int, Float, Timestamp, Merge, Value or Text.</summary>
    public static CoreTag TagOf(string text)
    {
        if (text.Length == 0)
            return CoreTag.Null;
        switch (text[0])
        {
            case >= '0' and <= '9':
                return Number(text) is var number && number != CoreTag.Text ? number : Timestamp().IsMatch(text) ? CoreTag.Timestamp : CoreTag.Text;
            case '-' or '+' or '.':
                return Number(text);
            case '~' or 'n' or 'N' when Is(text, "~", "null", "Null", "NULL"):
                return CoreTag.Null;
            case 'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O':
                return Is(text, "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE", "on", "On", "ON", "off", "Off", "OFF") ? CoreTag.Bool : CoreTag.Text;
            case '<':
                return Is(text, "<<") ? CoreTag.Merge : CoreTag.Text;
            case '=':
                return Is(text, "=") ? CoreTag.Value : CoreTag.Text;
            default:
                return CoreTag.Text;
        }
    }

    private static CoreTag Number(string text) => Float().IsMatch(text) ? CoreTag.Float : Int().IsMatch(text) ? CoreTag.Int : CoreTag.Text;

    // A quoted scalar behind a lone exclamation mark can end in a line feed, which Python's patterns pass over at the end of a text.
    private static bool Is(string text, params ReadOnlySpan<string> words) => words.Contains(text.EndsWith('\n') ? text[..^1] : text);

    [GeneratedRegex(@"^[-+]?(0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Int();

    [GeneratedRegex(
        @"^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$",
        RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Float();

    [GeneratedRegex(
        @"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?)$",
        RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Timestamp();
}
