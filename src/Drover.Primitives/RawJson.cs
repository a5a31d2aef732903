using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drover;

/// <summary>A JSON value kept as its UTF-8 bytes: stored, hashed and sent on without being taken apart.</summary>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>Options of every writer of our own: compact, and only what JSON itself demands is escaped.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The JSON value null.</summary>
    public static RawJson Null { get; } = new("null"u8.ToArray());

    /// <summary>Whether there is any value, null included.</summary>
    public bool HasValue => !Utf8.IsEmpty;

    /// <summary>Keeps a parsed value.</summary>
    public static RawJson From(JsonElement element) => new(JsonMarshal.GetRawUtf8Value(element).ToArray());

    /// <summary>Lets <paramref name="write"/> write one value and keeps it.</summary>
    public static RawJson Write(Action<Utf8JsonWriter> write)
    {
        // Taken out while it is in use, so that a nested call gets another one.
        var scratch = s_scratch ?? new Scratch();
        s_scratch = null;
        var value = scratch.Write(write);
        s_scratch = scratch;
        return new RawJson(value);
    }

    /// <summary>A JSON string.</summary>
    public static RawJson String(string text) => Write(w => w.WriteStringValue(text));

    /// <summary>Writes the value as it is; nothing given is written as null.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (Utf8.IsEmpty)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(Utf8.Span, skipInputValidation: true);
    }

    /// <summary>Makes sure that these bytes are one JSON value (or none), so that what holds them can be read again.</summary>
    /// <param name="what">What they are, for the message.</param>
    /// <exception cref="DroverException"><c>JSON_INVALID</c>: they are not.</exception>
    public void Check(string what)
    {
        if (Utf8.IsEmpty)
            return;
        var reader = new Utf8JsonReader(Utf8.Span);
        try
        {
            while (reader.Read()) { }
        }
        catch (JsonException e)
        {
            throw new DroverException("JSON_INVALID", $"The {what} is not one JSON value: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Utf8.IsEmpty ? "null" : Encoding.UTF8.GetString(Utf8.Span);

    /// <inheritdoc/>
    public bool Equals(RawJson other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => Utf8.Length;

    [ThreadStatic]
    private static Scratch? s_scratch;

    /// <summary>A writer with its buffer, kept by each thread: most values are short, and a writer of their own would cost more than they do.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "The writer fills a buffer of ours and holds nothing that needs to be given back.")]
    private sealed class Scratch
    {
        private const int LargestKept = 1 << 16;

        private readonly Utf8JsonWriter _writer;
        private ArrayBufferWriter<byte> _buffer = new(256);

        public Scratch() => _writer = new Utf8JsonWriter(_buffer, WriterOptions);

        public byte[] Write(Action<Utf8JsonWriter> write)
        {
            write(_writer);
            _writer.Flush();
            var value = _buffer.WrittenSpan.ToArray();
            if (_buffer.Capacity > LargestKept)
                _buffer = new ArrayBufferWriter<byte>(256);
            else
                _buffer.ResetWrittenCount();
            _writer.Reset(_buffer);
            return value;
        }
    }
}

/// <summary>Reads and writes raw values; public, because generated serialisers of other assemblies name it.</summary>
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return RawJson.From(document.RootElement);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => value.WriteTo(writer);
}
