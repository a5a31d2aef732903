namespace Drover.Opcodes;

/// <summary>One parameter of an opcode.</summary>
/// <param name="Name">Key in the opcode's JSON object.</param>
/// <param name="Type">Which values are valid.</param>
/// <param name="Default">JSON that stands for a missing value, or for null where the type does not accept null; unused when required.</param>
/// <param name="Required">There is no default, and null is refused unless the type accepts it.</param>
public sealed record OpcodeParameter(string Name, ParameterType Type, ReadOnlyMemory<byte> Default, bool Required)
{
    /// <summary>The values are never stored; what is kept reads <c>"&lt;redacted&gt;"</c>.</summary>
    public bool IsSecret { get; } = Name.EndsWith("_secret", StringComparison.Ordinal);

    /// <summary>A parameter that may be left out, which is the same as null.</summary>
    public static OpcodeParameter Optional(string name, ParameterType type) => new(name, ParameterType.Optional(type), "null"u8.ToArray(), Required: false);
}
