using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Drover.Luxi.Requests;

namespace Drover.Luxi.Transport;

/// <summary>Writes replies: compact JSON without a newline, then the end mark.</summary>
internal static class ReplyWriter
{
    /// <summary>Ends each message; ETX.</summary>
    public const byte EndMark = 3;

    /// <summary>Compact, and only what JSON itself demands is escaped.</summary>
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic] private static Utf8JsonWriter? s_writer;

    public static void WriteSuccess(IBufferWriter<byte> output, in LuxiResult result)
    {
        output.Write("{\"success\":true,\"result\":"u8);
        if (result.Write is { } write)
            WriteJson(output, write);
        else
            output.Write(result.Json.Span);
        output.Write("}\u0003"u8);
    }

    /// <summary>An error as the pair of class and arguments; the client raises it by name.</summary>
    public static void WriteError(IBufferWriter<byte> output, LuxiError error)
    {
        output.Write("{\"success\":false,\"result\":"u8);
        WriteJson(output, error.WriteTo);
        output.Write("}\u0003"u8);
    }

    /// <summary>An error as a plain text, for what is no request at all.</summary>
    public static void WriteFailure(IBufferWriter<byte> output, string text)
    {
        output.Write("{\"success\":false,\"result\":"u8);
        WriteJson(output, writer => writer.WriteStringValue(text));
        output.Write("}\u0003"u8);
    }

    private static void WriteJson(IBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        var writer = s_writer ??= new Utf8JsonWriter(Stream.Null, JsonOptions);
        writer.Reset(output);
        write(writer);
        writer.Flush();
        // The writer of the thread must not keep the buffer alive.
        writer.Reset(Stream.Null);
    }
}
