using System.Text.Json;

namespace Drover.Opcodes;

/// <summary>Why a value was not accepted by a <see cref="ParameterType"/>.</summary>
/// <param name="Path">Place inside the value, such as <c>[0][1]</c> or <c>.mode</c>; empty for the value itself.</param>
/// <param name="Expected">What should stand there, in words.</param>
/// <param name="Found">What stands there, in words; never the content of a private value.</param>
/// <param name="Kind">The sort of value that was asked for at that place.</param>
public sealed record ParameterProblem(string Path, string Expected, string Found, ParameterKind Kind)
{
    private const int LongestShown = 40;

    internal static ParameterProblem At(JsonElement value, ParameterType type) =>
        new("", type.Describe(), Words(value), type.Kind);

    internal ParameterProblem Under(string place) => this with { Path = place + Path };

    /// <summary>A JSON value in words: <c>the string "long"</c>, <c>the number 5</c>, <c>a list</c>. Long values are cut.</summary>
    public static string Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the string \"{Cut(value.GetString()!)}\"",
        JsonValueKind.Number => $"the number {Cut(value.GetRawText())}",
        JsonValueKind.Array when value.GetArrayLength() == 0 => "an empty list",
        _ => KindWords(value),
    };

    /// <summary>The same without the content, for values that nobody should read in a log.</summary>
    public static string KindWords(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "nothing",
    };

    internal static string Cut(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "...";
}
