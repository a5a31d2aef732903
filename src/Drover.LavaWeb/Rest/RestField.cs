using System.Text.Json;

namespace Drover.LavaWeb.Rest;

/// <summary>A field of the objects of a listing: how it is shown, and what filters compare.</summary>
/// <param name="Name">Its name; with two underscores it is a relation, which filters know and objects do not show.</param>
/// <param name="Value">Null, text, long, bool, <see cref="Timestamp"/>, or a list of texts or numbers.</param>
internal sealed record RestField<T>(string Name, Func<T, object?> Value)
{
    /// <summary>The words that it can have; null when it is free.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Whether filters take words in any case.</summary>
    public bool AnyCase { get; init; }

    /// <summary>What filters take as its value.</summary>
    public RestKind Kind { get; init; }

    /// <summary>Whether a value names something that there is; null where any will do.</summary>
    public Func<string, bool>? IsKnown { get; init; }

    /// <summary>Whether filters alone know it, and objects do not show it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether listings can be ordered by it.</summary>
    public bool IsOrder { get; init; }

    /// <summary>Whether filters know it; not what is costly to make.</summary>
    public bool IsFilter { get; init; } = true;

    public bool IsShown => !IsHidden && !Name.Contains("__", StringComparison.Ordinal);

    public void WriteTo(Utf8JsonWriter json, T row)
    {
        json.WritePropertyName(Name);
        Write(json, Value(row));
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case Timestamp moment:
                json.WriteStringValue(Sessions.LabTimes.Iso(moment));
                break;
            case IEnumerable<long> numbers:
                json.WriteStartArray();
                foreach (var number in numbers)
                    json.WriteNumberValue(number);
                json.WriteEndArray();
                break;
            case IEnumerable<string> texts:
                json.WriteStartArray();
                foreach (var text in texts)
                    json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"A value of type {value.GetType()} has no form over REST.", nameof(value));
        }
    }
}
