using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drover.Kernel;

/// <summary>A moment as a whole number of microseconds: its form in stored objects and events.</summary>
public sealed class TimestampConverter : JsonConverter<Timestamp>
{
    /// <inheritdoc/>
    public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Microseconds);
}
