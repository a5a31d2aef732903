using System.Buffers;
using System.Text.Json;

namespace Drover.Cli.Door;

/// <summary>Builds the JSON body of a request.</summary>
internal static class Body
{
    public static ReadOnlyMemory<byte> Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static readonly ReadOnlyMemory<byte> Empty = "{}"u8.ToArray();
}
