using Drover.Jinja.Values;

namespace Drover.Jinja.Methods;

/// <summary>White space, or given characters, taken from the ends of a text.</summary>
internal static class TextStrip
{
    public static string Both(string text, string? characters) => Start(End(text, characters), characters);

    // Trimming by no characters at all would trim white space.
    public static string Start(string text, string? characters) => characters is null ? CodePoints.TrimStart(text) : characters.Length == 0 ? text : text.TrimStart(characters.ToCharArray());

    public static string End(string text, string? characters) => characters is null ? CodePoints.TrimEnd(text) : characters.Length == 0 ? text : text.TrimEnd(characters.ToCharArray());
}
