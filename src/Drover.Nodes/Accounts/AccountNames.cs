using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Drover.Nodes.Accounts;

/// <summary>Which names and texts accounts may have. Stricter than what the tools of the distribution take: a name is part of paths and of lists.</summary>
public static class AccountNames
{
    /// <summary>Prefix of the group that has the guests of another.</summary>
    public const string Guests = "gst-";

    /// <summary>Prefix of the group that has the responsible users of another.</summary>
    public const string Responsible = "rsp-";

    /// <summary>Most letters of a login.</summary>
    public const int LongestLogin = 31;

    /// <summary>Most letters of a group: with the prefix of a helper it is as long as a login.</summary>
    public const int LongestGroup = LongestLogin - 4;

    /// <summary>Most characters of a full name, a description or a path.</summary>
    public const int LongestText = 255;

    private const int Shortest = 2;

    // Accents of European languages. The runtime takes letters apart only where it has tables of all languages, which the daemon does without.
    private static readonly (string Plain, string Letters)[] s_accents =
    [
        ("A", "ÀÁÂÃÄÅĀĂĄǍ"),
        ("C", "ÇĆĈĊČ"),
        ("D", "Ď"),
        ("E", "ÈÉÊËĒĔĖĘĚ"),
        ("G", "ĜĞĠĢ"),
        ("H", "Ĥ"),
        ("I", "ÌÍÎÏĨĪĬĮİǏ"),
        ("J", "Ĵ"),
        ("K", "Ķ"),
        ("L", "ĹĻĽ"),
        ("N", "ÑŃŅŇ"),
        ("O", "ÒÓÔÕÖŌŎŐǑ"),
        ("R", "ŔŖŘ"),
        ("S", "ŚŜŞŠȘ"),
        ("T", "ŢŤȚ"),
        ("U", "ÙÚÛÜŨŪŬŮŰŲǓǕǗǙǛ"),
        ("W", "Ŵ"),
        ("Y", "ÝŶŸ"),
        ("Z", "ŹŻŽ"),
        ("a", "àáâãäåāăąǎ"),
        ("c", "çćĉċč"),
        ("d", "ď"),
        ("e", "èéêëēĕėęě"),
        ("g", "ĝğġģ"),
        ("h", "ĥ"),
        ("i", "ìíîïĩīĭįǐ"),
        ("j", "ĵ"),
        ("k", "ķ"),
        ("l", "ĺļľ"),
        ("n", "ñńņň"),
        ("o", "òóôõöōŏőǒ"),
        ("r", "ŕŗř"),
        ("s", "śŝşšș"),
        ("t", "ţťț"),
        ("u", "ùúûüũūŭůűųǔǖǘǚǜ"),
        ("w", "ŵ"),
        ("y", "ýÿŷ"),
        ("z", "źżž"),
        ("ae", "æ"),
        ("AE", "Æ"),
        ("oe", "œ"),
        ("OE", "Œ"),
        ("ss", "ß"),
        ("o", "ø"),
        ("O", "Ø"),
        ("l", "ł"),
        ("L", "Ł"),
        ("d", "đð"),
        ("D", "ĐÐ"),
        ("h", "ħ"),
        ("H", "Ħ"),
        ("t", "ŧ"),
        ("T", "Ŧ"),
        ("i", "ı"),
        ("th", "þ"),
        ("Th", "Þ"),
    ];

    private static readonly FrozenDictionary<char, string> s_letters =
        s_accents.SelectMany(accent => accent.Letters.Select(letter => KeyValuePair.Create(letter, accent.Plain))).ToFrozenDictionary();

    /// <summary>What is wrong with a login; null when nothing is.</summary>
    public static string? LoginProblem(string name) => Problem("login", name, LongestLogin, name);

    /// <summary>What is wrong with the name of a group; null when nothing is.</summary>
    public static string? GroupProblem(string name) => HelperOf(name) is not null
        ? $"'{name}' is the name of a helper: it comes and goes with its group"
        : Problem("group", name, LongestGroup, name.EndsWith('$') ? name[..^1] : name);

    /// <summary>What is wrong with a full name or a description; null when nothing is.</summary>
    public static string? TextProblem(string what, string text) =>
        text.Length > LongestText ? $"{what} has {text.Length} characters, and {LongestText} is the most"
        : text.Contains(':') ? $"{what} has a colon, which ends a field of the file"
        : text.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) || !IsWhole(text) ? $"{what} has characters that are no text"
        : null;

    /// <summary>What is wrong with a path; null when nothing is.</summary>
    public static string? PathProblem(string what, string path) =>
        !path.StartsWith('/') || path.Split('/').Any(part => part is "." or "..") ? $"{what} must be an absolute path without . and .., not '{path}'" : TextProblem(what, path);

    /// <summary>The group whose helper has this name; null for a name of no helper.</summary>
    public static string? HelperOf(string name) =>
        (name.StartsWith(Guests, StringComparison.Ordinal) || name.StartsWith(Responsible, StringComparison.Ordinal)) && name.Length > Guests.Length ? name[Guests.Length..] : null;

    /// <summary>The login of a person: <c>first.last</c>, in plain letters.</summary>
    public static string LoginOf(string first, string last) => Plain($"{Plain(first)}.{Plain(last)}");

    /// <summary>A name in plain letters: accents go, blanks become underscores, other characters go, of several signs in a row the first stays.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var letter in text)
        {
            if (s_letters.TryGetValue(letter, out var letters))
                plain.Append(letters);
            else if (char.IsAsciiLetterOrDigit(letter))
                plain.Append(letter);
            else if ((letter is '-' or '_' or '.' || char.IsWhiteSpace(letter)) && plain.Length > 0 && char.IsAsciiLetterOrDigit(plain[^1]))
                plain.Append(char.IsWhiteSpace(letter) ? '_' : letter);
        }
        return plain.ToString().Trim('-', '_', '.');
    }

    private static string? Problem(string what, string name, int longest, string body)
    {
        if (name.Length > longest)
            return $"the {what} '{name}' has {name.Length} characters, and {longest} is the most";
        return body.Length >= Shortest && char.IsAsciiLetter(body[0]) && char.IsAsciiLetterOrDigit(body[^1]) && body.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? null
            : $"the {what} '{name}' is not at least {Shortest} characters that begin with a letter, end with a letter or digit, and have letters, digits, '-', '_' and '.' between";
    }

    /// <summary>Whether no half of a pair stands alone, which no encoding takes.</summary>
    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && (!char.IsSurrogatePair(text, i) || i++ < 0))
                return false;
        return true;
    }
}
