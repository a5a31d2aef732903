using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>Writes JSON for programs: readable characters stay as they are, one object a line for jsonl, moments as RFC 3339.</summary>
internal static class JsonLines
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Utf8JsonWriter Writer(Stream output) => new(output, s_options);

    public static Utf8JsonWriter Writer(IBufferWriter<byte> output) => new(output, s_options);

    public static Utf8JsonWriter IndentedWriter(Stream output) => new(output, s_options with { Indented = true, NewLine = "\n" });

    public static ReadOnlySpan<byte> Compact(JsonElement value) => Bytes(value.WriteTo);

    /// <summary>A value that is written here, to be read.</summary>
    public static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        var reader = new Utf8JsonReader(Bytes(write));
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>A text in quotes, control characters escaped.</summary>
    public static string Quote(string text) => Encoding.UTF8.GetString(Bytes(writer => writer.WriteStringValue(text)));

    /// <summary>One value on one line.</summary>
    public static void WriteLine(Session session, JsonElement value)
    {
        session.Screen.Out.Flush();
        session.Screen.OutStream.Write([.. Bytes(writer => WriteForPrograms(writer, value)), (byte)'\n']);
    }

    /// <summary>One value over several lines, for <c>-o json</c>.</summary>
    public static void WriteIndented(Session session, JsonElement value)
    {
        session.Screen.Out.Flush();
        using (var writer = IndentedWriter(session.Screen.OutStream))
            WriteForPrograms(writer, value);
        session.Screen.OutStream.Write("\n"u8);
    }

    private static void WriteForPrograms(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
            Moments.WriteObject(writer, value);
        else
            value.WriteTo(writer);
    }

    private static ReadOnlySpan<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = Writer(buffer))
            write(writer);
        return buffer.WrittenSpan;
    }
}
