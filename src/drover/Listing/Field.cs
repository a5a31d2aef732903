using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>One field of a resource, as the daemon describes it.</summary>
/// <param name="Kind">text, bool, number, float, unit (MiB), timestamp (seconds), other or unknown.</param>
internal sealed record Field(string Name, string Title, string Kind, string Doc, bool Default)
{
    public bool IsUnknown => Kind == "unknown";

    public bool IsNumeric => Kind is "number" or "float" or "unit";

    public static Field Read(JsonElement field) => new(
        Text(field, "name"), Text(field, "title"), Text(field, "kind"), Text(field, "doc"),
        field.TryGetProperty("default", out var d) && d.ValueKind == JsonValueKind.True);

    public static List<Field> ReadAll(JsonElement answer) => answer.GetProperty("fields").EnumerateArray().Select(Read).ToList();

    private static string Text(JsonElement field, string name) =>
        field.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
