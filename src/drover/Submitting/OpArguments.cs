using System.Buffers;
using System.Text;
using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Submitting;

/// <summary>
/// Turns <c>key=value</c> into an opcode's JSON. A value that reads as a number, true, false, null, list or object is that;
/// anything else is a string. <c>key:=json</c> must be JSON, so <c>name:="17"</c> is a string of digits.
/// </summary>
internal static class OpArguments
{
    public static JsonElement Read(string op, IReadOnlyList<string> arguments)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = JsonLines.Writer(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("OP_ID", OpName.Full(op));
            var seen = new HashSet<string>(StringComparer.Ordinal) { "OP_ID" };
            foreach (var argument in arguments)
                Write(writer, argument, seen);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, string argument, HashSet<string> seen)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw CliException.Usage(Language.Say("op.form", argument), Language.Say("op.form.hint"));
        var forced = equals > 1 && argument[equals - 1] == ':';
        var key = argument[..(forced ? equals - 1 : equals)];
        var value = argument[(equals + 1)..];
        if (!seen.Add(key))
            throw CliException.Usage(Language.Say("op.twice", key), Language.Say("op.twice.hint"));

        writer.WritePropertyName(key);
        if (TryParse(value) is { } json && (forced || json.ValueKind != JsonValueKind.String))
            json.WriteTo(writer);
        else if (forced)
            throw CliException.Usage(Language.Say("op.json", key, value), Language.Say("op.json.hint"));
        else
            writer.WriteStringValue(value);
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
