using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Drover.Kernel;

/// <summary>Who acts, and whom something belongs to: <c>system</c>, or a kind and a name, such as <c>uid:1000</c> for a user of this
/// machine, <c>user:ada</c>, <c>worker:w1</c>, <c>job:17</c>. Equal texts are the same principal. The default is <c>uid:0</c>, because
/// records of earlier versions leave out an owner of 0.</summary>
[JsonConverter(typeof(PrincipalConverter))]
public readonly record struct Principal
{
    /// <summary>Most characters that a principal may have.</summary>
    public const int MaxLength = 200;

    private const string UidPrefix = "uid:";
    private const string PersonPrefix = "user:";
    private const string ProviderPrefix = "oidc:";
    private const string RootText = "uid:0";

    // Null is the superuser, so that the default is a principal like any other.
    private readonly string? _text;

    private Principal(string text) => _text = text == RootText ? null : text;

    /// <summary>The daemon itself.</summary>
    public static Principal System { get; } = new("system");

    /// <summary>Somebody who has not said who they are.</summary>
    public static Principal Anonymous { get; } = new("anonymous");

    /// <summary>A user of this machine.</summary>
    public static Principal OfUid(uint uid) => new(string.Create(CultureInfo.InvariantCulture, $"{UidPrefix}{uid}"));

    /// <summary>A running job.</summary>
    public static Principal OfJob(long id) => new(string.Create(CultureInfo.InvariantCulture, $"job:{id}"));

    /// <summary>User id of a user of this machine; null for everybody else.</summary>
    public uint? Uid => Number(ToString());

    /// <summary>Name of a user of the network, such as <c>ada</c> of <c>user:ada</c>; null for everybody else.</summary>
    public string? PersonName => _text?.StartsWith(PersonPrefix, StringComparison.Ordinal) == true ? _text[PersonPrefix.Length..] : null;

    /// <summary>Whether it is a user of the network: one with an account or a token here, or one whom a provider knows (<c>oidc:ada</c>).</summary>
    public bool IsOfNetwork => PersonName is not null || _text?.StartsWith(ProviderPrefix, StringComparison.Ordinal) == true;

    /// <summary>Reads a principal; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Principal principal)
    {
        var isOne = text is not null && text.Length <= MaxLength && IsPrincipal(text);
        principal = isOne ? new Principal(text!) : default;
        return isOne;
    }

    /// <summary>Reads a principal.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Principal Parse(string text) =>
        TryParse(text, out var principal) ? principal : throw new FormatException(
            $"'{text}' names nobody: give 'system', or a kind in lower case, a colon and a name without spaces, such as uid:1000.");

    /// <summary>The text.</summary>
    public override string ToString() => _text ?? RootText;

    private static bool IsPrincipal(string text)
    {
        if (text is "system" or "anonymous")
            return true;
        if (text.StartsWith(UidPrefix, StringComparison.Ordinal))
            return Number(text) is { } uid && OfUid(uid).ToString() == text;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < text.Length - 1
            && !text.AsSpan(0, colon).ContainsAnyExceptInRange('a', 'z')
            && !text.AsSpan(colon + 1).ContainsAnyExceptInRange('!', '~');
    }

    private static uint? Number(string text) =>
        text.StartsWith(UidPrefix, StringComparison.Ordinal)
        && uint.TryParse(text.AsSpan(UidPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
