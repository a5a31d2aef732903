using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Drover.Luxi.Requests;

/// <summary>The value of a successful request: JSON that is there already, or something that writes it.</summary>
internal readonly struct LuxiResult
{
    private LuxiResult(ReadOnlyMemory<byte> json, Action<Utf8JsonWriter>? write) => (Json, Write) = (json, write);

    public static LuxiResult Null { get; } = new("null"u8.ToArray(), null);

    public static LuxiResult True { get; } = new("true"u8.ToArray(), null);

    public static LuxiResult False { get; } = new("false"u8.ToArray(), null);

    /// <summary>There is no result at once; the call is to be made again where there is time. Says the same as a <c>NotAtOnceException</c>.</summary>
    public static LuxiResult NotAtOnce { get; } = new() { IsNotAtOnce = true };

    public bool IsNotAtOnce { get; private init; }

    public ReadOnlyMemory<byte> Json { get; }

    public Action<Utf8JsonWriter>? Write { get; }

    public static LuxiResult Of(bool value) => value ? True : False;

    /// <summary>A job id: a number, or for clients of 2.6 a text.</summary>
    public static LuxiResult JobId(long id, bool asText) =>
        Of(Encoding.ASCII.GetBytes(asText ? $"\"{id.ToString(CultureInfo.InvariantCulture)}\"" : id.ToString(CultureInfo.InvariantCulture)));

    public static LuxiResult Of(string text) => Of(writer => writer.WriteStringValue(text));

    public static LuxiResult Of(ReadOnlyMemory<byte> json) => new(json, null);

    public static LuxiResult Of(RawJson json) => json.HasValue ? new(json.Utf8, null) : Null;

    public static LuxiResult Of(Action<Utf8JsonWriter> write) => new(default, write);

    /// <summary>The pair <c>[done, text]</c> of the queue's controls.</summary>
    public static LuxiResult Of(bool done, string text) => Of(writer =>
    {
        writer.WriteStartArray();
        writer.WriteBooleanValue(done);
        writer.WriteStringValue(text);
        writer.WriteEndArray();
    });
}
