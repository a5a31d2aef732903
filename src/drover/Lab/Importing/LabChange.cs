using System.Text.Json;

namespace Drover.Cli.Lab.Importing;

/// <summary>One job of an import.</summary>
/// <param name="Words">What it does, such as <c>add device b1</c>.</param>
/// <param name="Path">The file that asks for it.</param>
/// <param name="Opcode">Its opcode.</param>
/// <param name="Parameters">Parameters with texts.</param>
internal sealed record LabChange(string Words, string Path, string Opcode, IReadOnlyList<(string Name, string Value)> Parameters)
{
    /// <summary>Bytes that its texts take at least.</summary>
    public int Size => Parameters.Sum(parameter => parameter.Value.Length);

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("ops");
        writer.WriteStartObject();
        writer.WriteString("OP_ID", Opcode);
        foreach (var (name, value) in Parameters)
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
