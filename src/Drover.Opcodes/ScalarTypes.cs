using System.Text.Json;

namespace Drover.Opcodes;

internal sealed class AnythingType : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Anything;

    public override string Describe() => "anything";

    public override string Example() => "null";

    internal override ParameterProblem? Check(JsonElement value) => null;

    internal override bool AcceptsKey(string key) => true;
}

internal sealed class NullType : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Null;

    public override string Describe() => "null";

    public override string Example() => "null";

    internal override ParameterProblem? Check(JsonElement value) => Unless(value.ValueKind == JsonValueKind.Null, value);
}

internal sealed class BooleanType : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Boolean;

    public override string Describe() => "true or false";

    public override string Example() => "true";

    internal override ParameterProblem? Check(JsonElement value) =>
        Unless(value.ValueKind is JsonValueKind.True or JsonValueKind.False, value);
}

internal sealed class IntegerType(long least, long most) : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Integer;

    public override string Describe() => (least, most) switch
    {
        (long.MinValue, long.MaxValue) => "an integer",
        (long.MinValue, -1) => "a negative integer",
        (long.MinValue, _) => $"an integer of at most {most}",
        (_, long.MaxValue) => $"an integer of at least {least}",
        _ => $"an integer from {least} to {most}",
    };

    public override string Example() => Math.Clamp(1, least, most).ToString();

    internal override ParameterProblem? Check(JsonElement value) =>
        Unless(value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most, value);
}

internal sealed class FloatType : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Float;

    public override string Describe() => "a number";

    public override string Example() => "2.5";

    // 1e999 is valid JSON that no double holds.
    internal override ParameterProblem? Check(JsonElement value) =>
        Unless(value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number), value);
}

internal sealed class StringType(bool allowsEmpty) : ParameterType
{
    public override ParameterKind Kind => ParameterKind.String;

    public override string Describe() => allowsEmpty ? "a string" : "a non-empty string";

    public override string Example() => "\"text\"";

    internal override ParameterProblem? Check(JsonElement value) =>
        Unless(value.ValueKind == JsonValueKind.String && (allowsEmpty || !value.ValueEquals(default(ReadOnlySpan<byte>))), value);

    internal override bool AcceptsKey(string key) => allowsEmpty || key.Length > 0;
}
