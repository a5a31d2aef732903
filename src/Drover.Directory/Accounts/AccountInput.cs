using System.Collections.Immutable;
using System.Text.Json;

namespace Drover.Directories.Accounts;

/// <summary>The parameters of an opcode about accounts.</summary>
/// <param name="parameter">One of them by its name.</param>
/// <param name="isRepeated">Whether a crash interrupted an earlier try.</param>
internal sealed class AccountInput(Func<string, JsonElement> parameter, bool isRepeated)
{
    public bool IsRepeated => isRepeated;

    public bool IsForced => IsSet("force");

    /// <summary>A text; null when it is left out.</summary>
    public string? Text(string name) => parameter(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A number; null when it is left out.</summary>
    public long? Number(string name) => parameter(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    public bool IsSet(string name) => parameter(name).ValueKind == JsonValueKind.True;

    /// <summary>Whether a flag is set or not; null when it is left out.</summary>
    public bool? Flag(string name) => parameter(name).ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    public ImmutableArray<string> Texts(string name) => parameter(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
}
