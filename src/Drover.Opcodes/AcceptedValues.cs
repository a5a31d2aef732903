using System.Text.Json;

namespace Drover.Opcodes;

/// <summary>Reads accepted parameters.</summary>
public static class AcceptedValues
{
    /// <summary>Whether a value was given: it is neither missing nor null.</summary>
    public static bool IsGiven(this JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Whether it is true; false when it was not given.</summary>
    public static bool IsTrue(this JsonElement value) => value.ValueKind == JsonValueKind.True;

    /// <summary>The text, or null when none was given.</summary>
    public static string? Text(this JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The texts of a list; none when it was not given.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.GetString() ?? "")] : [];

    /// <summary>True, false, or null when neither was given.</summary>
    public static bool? Flag(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
