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
        text = UserPassword().Replace(text, $"${{kept}}{Mark}");
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
                // A command line word by word: what follows the name of a secret is one.
                var follows = false;
                foreach (var item in value.EnumerateArray())
                {
                    if (follows && item.ValueKind == JsonValueKind.String)
                        writer.WriteStringValue(Mark);
                    else
                        Write(writer, item);
                    follows = item.ValueKind == JsonValueKind.String && SecretOption().IsMatch(item.GetString()!);
                }

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

    /// <summary>Parts of names of which a whole name may be made.</summary>
    private const string Anywhere = "secret|passw(or)?d|passphrase|passcode|credential|(api|access|private|auth|account|encryption|signing|x509|ssh)[_-]?key";

    /// <summary>Names, or parts of names that stand between dashes, underscores or dots.</summary>
    private const string Apart = "(?<![A-Za-z])(pass|pwd|pw|auth|authorization)(?![A-Za-z])";

    [GeneratedRegex($"token$|{Anywhere}|{Apart}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretName();

    [GeneratedRegex($"^--?[\\w.-]*({Anywhere}|{Apart}|token)[\\w-]*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretOption();

    [GeneratedRegex(@"^env(ironment)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnvironmentName();

    /// <summary><c>password=x</c>, <c>"token": "x"</c>, <c>--api-key x</c>, <c>-pass x</c>, <c>?auth=x</c>.</summary>
    [GeneratedRegex($"""(?<kept>[\w.-]*({Anywhere}|{Apart}|token)[\w-]*["']?(\s*[=:]\s*|\s+(?<=(?<![\w-])--?[\w.-]+\s+)))(?!<redacted>|Bearer |Basic )("[^"]*"|'[^']*'|[^\s,;&]+)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedSecret();

    /// <summary><c>-u user:password</c>, as curl and others take it.</summary>
    [GeneratedRegex("""(?<kept>(?<![\w-])(-u|-U|--(proxy-)?user)[ =]?["']?[^\s:"'=-][^\s:"']*:)(?!<redacted>)[^\s"']+""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserPassword();

    [GeneratedRegex(@"\b(?<kept>Bearer|Basic)\s+[\w.~+/=-]{6,}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bearer();

    /// <summary>A password, or a long name without one, which is a token.</summary>
    [GeneratedRegex(@"(?<kept>\w+://([^\s/:@]*:)?)((?<=:)[^\s/@]+|(?<=//)[^\s/:@]{16,})@", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UrlPassword();

    /// <summary><c>NAME=value</c> as an environment has it.</summary>
    [GeneratedRegex("""(?<![\w.-])(?<kept>[A-Z_][A-Z0-9_]+)=(?!<redacted>)("[^"]*"|'[^']*'|[^\s,;]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Assignment();
}
