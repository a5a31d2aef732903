using System.Text;
using Drover.Jinja.Values;

namespace Drover.Jinja.Methods;

/// <summary>Capital and small letters.</summary>
internal static class TextCase
{
    public static string Capitalized(string text) => text.Length == 0 ? text : Upper(text[..1]) + CodePoints.Lower(text[1..]);

    /// <summary>A capital after whatever is no letter.</summary>
    public static string Titled(string text)
    {
        var titled = new StringBuilder();
        var isInside = false;
        foreach (var character in text)
        {
            var cased = character.ToString();
            titled.Append(isInside ? CodePoints.Lower(cased) : Upper(cased));
            isInside = char.IsLetter(character);
        }
        return titled.ToString();
    }

    public static string Swapped(string text) => string.Concat(text.Select(character => char.IsUpper(character) ? CodePoints.Lower(character.ToString()) : CodePoints.Upper(character.ToString())));

    public static bool IsLower(string text) => text.Any(char.IsLower) && !text.Any(char.IsUpper);

    public static bool IsUpper(string text) => text.Any(char.IsUpper) && !text.Any(char.IsLower);

    // At the head of a word the sharp s has a small second letter.
    private static string Upper(string character) => character == "ß" ? "Ss" : CodePoints.Upper(character);
}
