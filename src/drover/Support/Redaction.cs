using System.Text.Json;
using System.Text.RegularExpressions;

namespace Drover.Cli.Support;

/// <summary>Takes out what must not leave the house: passwords, tokens and keys by the names that stand before them, and values of environment variables.</summary>
internal static partial class Redaction
{
    public const string Mark = "<redacted>";

    /// <summary>Of a text.</summary>
    public static string Text(string text)
    {
        text = UrlPassword().Replace(text, $"${{kept}}{Mark}@");
        text = Bearer().Replace(text, $"${{kept}} {Mark}");
        text = NamedSecret().Replace(text, $"${{kept}}{Mark}");
        return Assignment().Replace(text, $"${{kept}}={Mark}");
    }

    /// <summary>Of a JSON value; what stands under the name of a secret, or in an environment, goes whatever it is.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                // A setting has its name beside its value.
                var isSecret = value.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && SecretName().IsMatch(name.GetString()!);
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    if (IsEmpty(member.Value) || !((isSecret && member.Name == "value") || SecretName().IsMatch(member.Name) || EnvironmentName().IsMatch(member.Name)))
                        Write(writer, member.Value);
                    else
                        writer.WriteStringValue(Mark);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    [GeneratedRegex(@"token$|secret|passw|passphrase|credential|api_?key|private_?key|x509_?key", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"^env(ironment)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnvironmentName();

    /// <summary><c>password=x</c>, <c>"token": "x"</c>, <c>--api-key x</c>.</summary>
    [GeneratedRegex("""(?<kept>(--)?[\w-]*(token|secret|passw(or)?d|passphrase|credential|api[_-]?key|private[_-]?key)[\w-]*["']?(\s*[=:]\s*|\s+(?<=--[\w-]+\s+)))(?!<redacted>)("[^"]*"|'[^']*'|[^\s,;&]+)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedSecret();

    [GeneratedRegex(@"\b(?<kept>Bearer|Basic)\s+[\w.~+/=-]{6,}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"(?<kept>\w+://[^\s/:@]+:)[^\s/@]+@", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UrlPassword();

    /// <summary><c>NAME=value</c> as an environment has it.</summary>
    [GeneratedRegex("""(?<![\w.-])(?<kept>[A-Z_][A-Z0-9_]+)=(?!<redacted>)("[^"]*"|'[^']*'|[^\s,;]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Assignment();
}
