using System.Text.Json;

namespace Drover.Cluster;

/// <summary>Sets of parameters as JSON objects: the ones set on an object itself are laid over those of the object above it.</summary>
internal static class ParameterObjects
{
    public static RawJson Empty { get; } = new("{}"u8.ToArray());

    /// <summary><paramref name="over"/> laid over <paramref name="below"/>, key by key.</summary>
    /// <param name="depth">How many levels of objects are laid over each other: 1 replaces whole values.</param>
    public static RawJson Overlay(RawJson below, RawJson over, int depth = 1)
    {
        if (over == Empty || !over.HasValue)
            return below;
        using var lower = JsonDocument.Parse(below.Utf8);
        using var upper = JsonDocument.Parse(over.Utf8);
        return RawJson.Write(writer => Overlay(writer, lower.RootElement, upper.RootElement, depth));
    }

    /// <summary>The value of a key, or null when the object has none.</summary>
    public static RawJson? Get(RawJson parameters, string key)
    {
        using var document = JsonDocument.Parse(parameters.Utf8);
        return document.RootElement.TryGetProperty(key, out var value) ? RawJson.From(value) : null;
    }

    /// <summary>The same object with one key set.</summary>
    public static RawJson With(RawJson parameters, string key, RawJson value) =>
        Overlay(parameters, RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName(key);
            value.WriteTo(writer);
            writer.WriteEndObject();
        }));

    /// <summary>The same object without some keys.</summary>
    public static RawJson Without(RawJson parameters, IReadOnlySet<string> keys)
    {
        using var document = JsonDocument.Parse(parameters.Utf8);
        return RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject())
                if (!keys.Contains(property.Name))
                    property.WriteTo(writer);
            writer.WriteEndObject();
        });
    }

    private static void Overlay(Utf8JsonWriter writer, JsonElement below, JsonElement over, int depth)
    {
        writer.WriteStartObject();
        foreach (var property in below.EnumerateObject())
        {
            if (!over.TryGetProperty(property.Name, out var value))
            {
                property.WriteTo(writer);
                continue;
            }
            writer.WritePropertyName(property.Name);
            if (depth > 1 && value.ValueKind == JsonValueKind.Object && property.Value.ValueKind == JsonValueKind.Object)
                Overlay(writer, property.Value, value, depth - 1);
            else
                value.WriteTo(writer);
        }
        foreach (var property in over.EnumerateObject())
            if (!below.TryGetProperty(property.Name, out _))
                property.WriteTo(writer);
        writer.WriteEndObject();
    }
}
