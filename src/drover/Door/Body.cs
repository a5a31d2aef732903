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

    /// <summary>A job of one opcode; <paramref name="parameters"/> writes what follows the opcode's name.</summary>
    public static ReadOnlyMemory<byte> OfOpcode(string opcode, Action<Utf8JsonWriter> parameters) => OfOpcodes([(opcode, parameters)]);

    /// <summary>A job of several.</summary>
    public static ReadOnlyMemory<byte> OfOpcodes(IEnumerable<(string Opcode, Action<Utf8JsonWriter> Parameters)> opcodes) => Of(writer =>
    {
        writer.WriteStartArray("ops");
        foreach (var (opcode, parameters) in opcodes)
        {
            writer.WriteStartObject();
            writer.WriteString("OP_ID", opcode);
            parameters(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    public static readonly ReadOnlyMemory<byte> Empty = "{}"u8.ToArray();
}
