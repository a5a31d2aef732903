using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>Writes JSON for programs: readable characters stay as they are, one object a line for jsonl.</summary>
internal static class JsonLines
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Utf8JsonWriter Writer(Stream output) => new(output, s_options);

    public static Utf8JsonWriter Writer(IBufferWriter<byte> output) => new(output, s_options);

    public static Utf8JsonWriter IndentedWriter(Stream output) => new(output, s_options with { Indented = true, NewLine = "\n" });

    public static ReadOnlySpan<byte> Compact(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = Writer(buffer))
            value.WriteTo(writer);
        return buffer.WrittenSpan;
    }

    /// <summary>One value on one line.</summary>
    public static void WriteLine(Session session, JsonElement value)
    {
        session.Screen.Out.Flush();
        session.Screen.OutStream.Write([.. Compact(value), (byte)'\n']);
    }

    /// <summary>One value over several lines, for <c>-o json</c>.</summary>
    public static void WriteIndented(Session session, JsonElement value)
    {
        session.Screen.Out.Flush();
        using (var writer = IndentedWriter(session.Screen.OutStream))
            value.WriteTo(writer);
        session.Screen.OutStream.Write("\n"u8);
    }
}
