namespace Drover.Jinja.Tests;

/// <summary>Where two texts part.</summary>
internal static class Difference
{
    public static string Of(string expected, string actual)
    {
        var at = 0;
        while (at < Math.Min(expected.Length, actual.Length) && expected[at] == actual[at])
            at++;
        return $"from character {at} on, expected {Part(expected, at)}, but was {Part(actual, at)}";
    }

    private static string Part(string text, int at) => $"«{text[Math.Max(0, at - 40)..Math.Min(text.Length, at + 80)].ReplaceLineEndings("\\n")}»";
}
