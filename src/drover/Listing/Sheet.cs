using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>Writes one thing as <c>key: value</c>, aligned; a list of lists or objects takes a line each, a text of several lines its lines.</summary>
internal static class Sheet
{
    public static void Write(Session session, IEnumerable<(Field Field, JsonElement Value)> entries)
    {
        var text = new ValueText(session.Zone);
        var list = entries.ToList();
        var width = list.Count == 0 ? 0 : list.Max(e => e.Field.Name.Length) + 1;
        var output = session.Screen.Out;
        foreach (var (field, value) in list)
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('\n', StringComparison.Ordinal))
            {
                output.WriteLine(field.Name + ":");
                foreach (var line in value.GetString()!.TrimEnd('\n').Split('\n'))
                    output.WriteLine($"  {Terminal.Printable.Line(line.TrimEnd('\r'))}".TrimEnd(' '));
                continue;
            }

            if (!IsNested(value))
            {
                output.WriteLine($"{(field.Name + ":").PadRight(width)} {text.Value(field, value)}");
                continue;
            }

            output.WriteLine(field.Name + ":");
            foreach (var item in value.EnumerateArray())
                output.WriteLine($"  {(item.ValueKind == JsonValueKind.String ? ValueText.Plain(item) : ValueText.Json(item))}");
        }
    }

    private static bool IsNested(JsonElement value) => value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().Any(v => v.ValueKind == JsonValueKind.Object || (v.ValueKind == JsonValueKind.Array && v.GetArrayLength() > 0));
}
