using System.Text.Json;
using Drover.Cli.Listing;

namespace Drover.Cli.Happenings;

/// <summary>An event of the journal or a signal, as the daemon tells it.</summary>
/// <param name="Source">All of it.</param>
internal sealed record Happening(JsonElement Source)
{
    /// <summary>Its number in the journal; null of a signal.</summary>
    public long? Number => Source.TryGetProperty("seq", out var number) && number.ValueKind == JsonValueKind.Number ? number.GetInt64() : null;

    public string Kind => Text("kind") ?? "?";

    /// <summary>Who caused it; null of a signal.</summary>
    public string? Actor => Text("actor");

    /// <summary>What a signal is about.</summary>
    public string? Subject => Text("subject");

    /// <summary>Undefined where it is hidden from the caller.</summary>
    public JsonElement Payload => Source.TryGetProperty("payload", out var payload) ? payload : default;

    public DateTimeOffset? Time => Source.TryGetProperty("time", out var time) ? Moments.Read(time) : null;

    private string? Text(string name) =>
        Source.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
