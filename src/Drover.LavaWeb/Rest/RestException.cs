using System.Text.Json;

namespace Drover.LavaWeb.Rest;

/// <summary>A request over REST is answered by an error.</summary>
/// <param name="status">Status of HTTP.</param>
/// <param name="key">Key of the body: <c>detail</c>, <c>message</c>, or the field or parameter that is wrong.</param>
/// <param name="message">What is wrong.</param>
internal sealed class RestException(int status, string key, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static RestException NotFound => new(404, Detail, "Not found.");

    private const string Detail = "detail";

    public static RestException Field(string name, string message) => new(400, name, message);

    public static RestException Required(string name) => Field(name, "This field is required.");

    public static RestException WithDetail(int status, string message) => new(status, Detail, message);

    public static RestException WithMessage(string message) => new(400, "message", message);

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (key is Detail or "message")
        {
            json.WriteString(key, Message);
        }
        else
        {
            json.WriteStartArray(key);
            json.WriteStringValue(Message);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
