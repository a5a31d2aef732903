using System.Text;
using System.Text.RegularExpressions;

namespace Drover.Kernel.Queries;

/// <summary>What differs between the regular expressions of Perl and Python and those of this platform.</summary>
internal static class PatternSyntax
{
    private static readonly Dictionary<string, string> s_classes = new(StringComparer.Ordinal)
    {
        ["[:alpha:]"] = "a-zA-Z", ["[:digit:]"] = "0-9", ["[:alnum:]"] = "a-zA-Z0-9", ["[:upper:]"] = "A-Z", ["[:lower:]"] = "a-z",
        ["[:space:]"] = @"\s", ["[:xdigit:]"] = "0-9A-Fa-f", ["[:word:]"] = @"\w", ["[:punct:]"] = @"!-/:-@\[-`{-~",
    };

    private static readonly (string Start, string Name)[] s_backtracking =
    [
        ("(?=", "a look-ahead"), ("(?!", "a look-ahead"), ("(?<=", "a look-behind"), ("(?<!", "a look-behind"),
        ("(?P=", "a reference back"), ("(?>", "an atomic group"), ("(?(", "a condition"), ("\\k", "a reference back"), ("\\G", "an anchor to the last match"),
    ];

    /// <summary>Names the first construct of a pattern that cannot run in linear time, and how it is written.</summary>
    public static string BacktrackingConstruct(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            foreach (var (start, name) in s_backtracking)
                if (string.CompareOrdinal(pattern, i, start, 0, start.Length) == 0)
                    return $"{name} '{start}' at position {i}";
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                if (pattern[i + 1] is >= '1' and <= '9')
                    return $"a reference back '{pattern.AsSpan(i, 2)}' at position {i}";
                i++;
            }
        }
        return "a construct that looks back over the text";
    }

    /// <summary>Rewrites named groups <c>(?P&lt;n&gt;</c>, references to them <c>(?P=n)</c>, POSIX classes and a <c>[</c> inside of brackets.</summary>
    public static string ToDotNet(string pattern)
    {
        var result = new StringBuilder(pattern.Length);
        var inBrackets = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest[0] == '\\' && rest.Length > 1)
            {
                result.Append(rest[..2]);
                i++;
            }
            else if (inBrackets)
            {
                inBrackets = rest[0] != ']';
                if (rest[0] == '[' && rest.IndexOf(":]") is var end and > 0 && s_classes.TryGetValue(rest[..(end + 2)].ToString(), out var set))
                {
                    result.Append(set);
                    i += end + 1;
                }
                else result.Append(rest[0] == '[' ? @"\[" : rest[..1]);
            }
            else if (rest[0] == '[')
            {
                inBrackets = true;
                // A bracket right at the start stands for itself.
                var start = rest.StartsWith("[^]") ? "[^\\]" : rest.StartsWith("[]") ? "[\\]" : rest.StartsWith("[^") ? "[^" : "[";
                result.Append(start);
                i += start.Replace("\\", "", StringComparison.Ordinal).Length - 1;
            }
            else if (rest.StartsWith("(?P<"))
            {
                result.Append("(?<");
                i += 3;
            }
            else if (rest.StartsWith("(?P=") && rest.IndexOf(')') is var close and > 4)
            {
                result.Append(@"\k<").Append(rest[4..close]).Append('>');
                i += close;
            }
            else result.Append(rest[0]);
        }
        return result.ToString();
    }

    /// <summary>The phrase of PCRE for an error, where there is one.</summary>
    public static string Phrase(RegexParseException error) => error.Error switch
    {
        RegexParseError.InsufficientClosingParentheses => "missing )",
        RegexParseError.InsufficientOpeningParentheses => "unmatched parentheses",
        RegexParseError.UnterminatedBracket => "missing terminating ] for character class",
        RegexParseError.QuantifierAfterNothing or RegexParseError.NestedQuantifiersNotParenthesized => "nothing to repeat",
        RegexParseError.ReversedCharacterRange => "range out of order in character class",
        RegexParseError.ReversedQuantifierRange => "numbers out of order in {} quantifier",
        RegexParseError.UnescapedEndingBackslash => "\\ at end of pattern",
        RegexParseError.UndefinedNumberedReference or RegexParseError.UndefinedNamedReference => "reference to non-existent subpattern",
        _ => "unrecognized or misplaced element",
    };
}
