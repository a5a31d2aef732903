using System.Text.Json;

namespace Drover.Opcodes;

/// <summary>A text by the rule of names.</summary>
/// <param name="allowsEmpty">Whether it may be left empty.</param>
internal sealed class NameType(bool allowsEmpty) : ParameterType
{
    public override ParameterKind Kind => ParameterKind.String;

    public override string Describe() =>
        $"a {(allowsEmpty ? "" : "non-empty ")}string of at most {NameRule.Longest} characters without control characters";

    public override string Example() => "\"name\"";

    internal override ParameterProblem? Check(JsonElement value) => Unless(value.ValueKind == JsonValueKind.String && AcceptsKey(value.GetString()!), value);

    internal override bool AcceptsKey(string key) => key.Length == 0 ? allowsEmpty : NameRule.Problem(key) is null;
}
