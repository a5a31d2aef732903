using System.Text;
using System.Text.Json;

namespace Drover.Kernel.Queries;

/// <summary>JSON as error texts show it: one line, a blank after each comma and colon; cut when it is long.</summary>
public static class PrettyJson
{
    private const int Longest = 1000;

    /// <summary>JSON as people read it.</summary>
    public static string Of(JsonElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return Cut(text);
    }

    /// <summary>A list without its first element.</summary>
    public static string OfTail(JsonElement list)
    {
        var text = new StringBuilder();
        AppendItems(text, list, skip: 1);
        return Cut(text);
    }

    /// <summary>A cell as people read it.</summary>
    public static string Of(FieldValue value)
    {
        using var document = JsonDocument.Parse(value.IsNormal ? value.ToString() : "null");
        return Of(document.RootElement);
    }

    private static string Cut(StringBuilder text) => text.Length > Longest ? text.ToString(0, Longest) + "..." : text.ToString();

    private static void Append(StringBuilder text, JsonElement element)
    {
        if (text.Length > Longest) return;
        if (element.ValueKind == JsonValueKind.Array) AppendItems(text, element, skip: 0);
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var separator = "{";
            foreach (var property in element.EnumerateObject())
            {
                text.Append(separator).Append('"').Append(JsonEncodedText.Encode(property.Name)).Append("\": ");
                Append(text, property.Value);
                separator = ", ";
            }
            text.Append(separator == "{" ? "{}" : "}");
        }
        else text.Append(element.GetRawText());
    }

    private static void AppendItems(StringBuilder text, JsonElement list, int skip)
    {
        text.Append('[');
        var first = true;
        foreach (var item in list.EnumerateArray())
        {
            if (skip-- > 0) continue;
            if (!first) text.Append(", ");
            first = false;
            Append(text, item);
        }
        text.Append(']');
    }
}
