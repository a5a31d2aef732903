using System.Globalization;

namespace Drover;

/// <summary>The rule for all that people and clients may name: it has a length that listings and logs can bear, and nothing that moves a cursor, ends a line or is no
/// character at all. What a kind of name allows beyond that is a rule of its own.</summary>
public static class NameRule
{
    /// <summary>Most characters (UTF-16 units) of a name.</summary>
    public const int Longest = 255;

    /// <summary>What is wrong with a name, after its kind and the name itself: <c>holds a control character (U+000A) at character 3; remove it</c>. Null when nothing is.</summary>
    /// <param name="name">The name.</param>
    public static string? Problem(string name) => name.Length switch
    {
        0 => "is empty; give it at least one character",
        > Longest => $"has {name.Length} characters; at most {Longest} are allowed",
        _ => Character(name) is >= 0 and var place ? $"holds {Words(name[place])} at character {place + 1}; remove it" : null,
    };

    private static int Character(string name)
    {
        for (var i = 0; i < name.Length; i++)
            if (char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
                i++;
            else if (IsRefused(name[i]))
                return i;
        return -1;
    }

    private static bool IsRefused(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    private static string Words(char c) => char.IsSurrogate(c) ? "half a character" : $"a control character (U+{(int)c:X4})";
}
