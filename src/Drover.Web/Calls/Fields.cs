using System.Text.Json;

namespace Drover.Web.Calls;

/// <summary>Members of an object in a request's body. Unknown and repeated ones are refused.</summary>
public readonly struct Fields
{
    private readonly JsonElement _owner;
    private readonly string _path;

    private Fields(JsonElement owner, string path) => (_owner, _path) = (owner, path);

    /// <param name="owner">What should be the object.</param>
    /// <param name="path">Its place in the body; empty for the body itself.</param>
    /// <param name="names">Members that it may have.</param>
    public static Fields Read(JsonElement owner, string path, params ReadOnlySpan<string> names)
    {
        if (owner.ValueKind != JsonValueKind.Object)
            throw RequestException.Bad("BODY_INVALID", $"{(path.Length == 0 ? "The body" : path)} must be a JSON object with {string.Join(", ", names.ToArray())}.", path.Length == 0 ? null : path);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in owner.EnumerateObject())
        {
            var place = Join(path, member.Name);
            if (!names.Contains(member.Name))
                throw RequestException.Bad("FIELD_UNKNOWN", $"{place} is not known here; there may be {string.Join(", ", names.ToArray())}.", place);
            if (!seen.Add(member.Name))
                throw RequestException.Bad("FIELD_REPEATED", $"{place} is given more than once; write it once.", place);
        }
        return new Fields(owner, path);
    }

    /// <summary>The value; Undefined when it is not given or null.</summary>
    public JsonElement this[string name] =>
        _owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>Whether the member is there, null included.</summary>
    public bool Has(string name) => _owner.TryGetProperty(name, out _);

    public bool Flag(string name, bool otherwise) => this[name].ValueKind switch
    {
        JsonValueKind.Undefined => otherwise,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    public long? Number(string name, long least, long most)
    {
        var value = this[name];
        if (value.ValueKind == JsonValueKind.Undefined)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, $"a whole number from {least} to {most}");
    }

    public string? Text(string name, int longest)
    {
        var value = this[name];
        if (value.ValueKind == JsonValueKind.Undefined)
            return null;
        var what = $"a text of 1 to {longest} characters";
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= longest
                ? text
                : throw Wrong(name, what);
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, what + " in valid UTF-8");
        }
    }

    /// <summary>A text by the rule of names; null when it is not given.</summary>
    public string? Name(string name)
    {
        var text = Text(name, NameRule.Longest);
        return text is not null && NameRule.Problem(text) is { } problem
            ? throw RequestException.Bad("FIELD_INVALID", $"{Join(_path, name)} {problem}.", Join(_path, name))
            : text;
    }

    /// <summary>The list; Undefined when it is not given.</summary>
    public JsonElement List(string name)
    {
        var value = this[name];
        return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Array ? value : throw Wrong(name, "a list");
    }

    public RequestException Missing(string name, string what) =>
        RequestException.Bad("FIELD_MISSING", $"{Join(_path, name)} is missing; give {what}.", Join(_path, name));

    private RequestException Wrong(string name, string what) =>
        RequestException.Bad("FIELD_INVALID", $"{Join(_path, name)} must be {what}.", Join(_path, name));

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
