using System.Text.Json;

namespace Drover.Luxi.Requests;

/// <summary>An error as clients of Ganeti know it: <c>[class, [argument, ...]]</c>.</summary>
internal sealed record LuxiError(string Class, params string[] Arguments)
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(Class);
        writer.WriteStartArray();
        foreach (var argument in Arguments)
            writer.WriteStringValue(argument);
        writer.WriteEndArray();
        writer.WriteEndArray();
    }
}
