using System.Globalization;
using System.Text;
using System.Text.Json;
using Drover.Web.Calls;

namespace Drover.LavaWeb.Rest;

/// <summary>The fields of a body: of a JSON object, or of a form, where all are texts.</summary>
internal sealed class RestBody
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _lists = new(StringComparer.Ordinal);

    /// <exception cref="RestException">It is neither, or broken.</exception>
    public static async Task<RestBody> ReadAsync(Call call)
    {
        var body = new RestBody();
        var type = call.Http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        if (call.Http.Request.HasFormContentType)
        {
            try
            {
                foreach (var (name, values) in await call.Http.Request.ReadFormAsync(call.Aborted))
                    (body._texts[name], body._lists[name]) = (values[^1] ?? "", [.. values.OfType<string>()]);
            }
            catch (InvalidDataException e)
            {
                throw RestException.WithDetail(400, $"The form cannot be read: {e.Message}");
            }
            return body;
        }
        if (type is not ("application/json" or "text/plain" or ""))
            throw RestException.WithDetail(415, $"Unsupported media type \"{type}\" in request.");
        using var text = new MemoryStream();
        await call.Http.Request.Body.CopyToAsync(text, call.Aborted);
        if (type == "text/plain")
        {
            body.Plain = Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
            return body;
        }
        if (text.Length == 0)
            return body;
        try
        {
            using var json = JsonDocument.Parse(text.GetBuffer().AsMemory(0, (int)text.Length));
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw RestException.WithDetail(400, "Invalid data. Expected an object.");
            foreach (var member in json.RootElement.EnumerateObject())
                body._fields[member.Name] = member.Value.Clone();
        }
        catch (JsonException e)
        {
            throw RestException.WithDetail(400, $"JSON parse error - {e.Message}");
        }
        return body;
    }

    /// <summary>The whole body where it is plain text; else null.</summary>
    public string? Plain { get; private set; }

    public bool Has(string name) => _texts.ContainsKey(name) || _fields.ContainsKey(name);

    /// <summary>A text; null when it is not given or null.</summary>
    public string? Text(string name)
    {
        if (_texts.TryGetValue(name, out var text))
            return text;
        return !_fields.TryGetValue(name, out var field) || field.ValueKind == JsonValueKind.Null ? null
            : field.ValueKind is JsonValueKind.String or JsonValueKind.Number ? field.ToString() : throw RestException.Field(name, "Not a valid string.");
    }

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw RestException.Required(name);

    /// <summary>A truth value, in a form as a word; null when it is not given.</summary>
    public bool? Flag(string name)
    {
        if (_texts.TryGetValue(name, out var text))
            return text.ToLowerInvariant() switch
            {
                "true" or "1" or "on" or "yes" => true,
                // A form's "false" is true for LAVA; nobody means that.
                "false" or "0" or "off" or "no" or "" => false,
                _ => throw RestException.Field(name, "Must be a valid boolean."),
            };
        return !_fields.TryGetValue(name, out var field) || field.ValueKind == JsonValueKind.Null ? null
            : field.ValueKind is JsonValueKind.True or JsonValueKind.False ? field.GetBoolean() : throw RestException.Field(name, "Must be a valid boolean.");
    }

    /// <summary>A whole number; null when it is not given.</summary>
    public long? Number(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw RestException.Field(name, "A valid integer is required.");
    }

    /// <summary>A list of texts, in a form a field that is repeated; null when it is not given.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (_lists.TryGetValue(name, out var list))
            return list;
        if (!_fields.TryGetValue(name, out var field) || field.ValueKind == JsonValueKind.Null)
            return null;
        return field.ValueKind == JsonValueKind.Array ? [.. field.EnumerateArray().Select(item => item.ToString())] : throw RestException.Field(name, "Expected a list of items.");
    }
}
