using System.Text.Json;

namespace Drover.LavaWeb.Sessions;

/// <summary>An opcode as a client's request makes it.</summary>
/// <param name="Id">Its <c>OP_ID</c>.</param>
/// <param name="Parameters">Texts, numbers, truth values and lists of texts; what is null is left out.</param>
internal sealed record LabOpcode(string Id, params (string Name, object? Value)[] Parameters)
{
    public JsonDocument ToJson() => JsonDocument.Parse(RawJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("OP_ID", Id);
        foreach (var (name, value) in Parameters)
            Write(json, name, value);
        json.WriteEndObject();
    }).Utf8);

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case IEnumerable<string> texts:
                json.WriteStartArray(name);
                foreach (var text in texts)
                    json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"A parameter of type {value.GetType()} has no JSON form here.", nameof(value));
        }
    }
}
