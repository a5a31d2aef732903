using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drover.Kernel;

/// <summary>A principal as a JSON string. A number, which earlier versions wrote, is the user id of a user of this machine.</summary>
public sealed class PrincipalConverter : JsonConverter<Principal>
{
    // What was read lately, by hash: many thousand jobs of a few owners share their texts.
    private static readonly Principal[] s_recent = new Principal[256];

    /// <inheritdoc/>
    public override Principal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var principal = reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetUInt32(out var uid) => Principal.OfUid(uid),
            JsonTokenType.String when Principal.TryParse(reader.GetString(), out var read) => read,
            _ => throw new JsonException("This is no principal: neither a text such as uid:1000 nor a user id."),
        };
        ref var recent = ref s_recent[principal.GetHashCode() & (s_recent.Length - 1)];
        var known = recent;
        if (known == principal)
            return known;
        recent = principal;
        return principal;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Principal value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
