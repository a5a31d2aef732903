namespace Drover.Opcodes;

/// <summary>
/// An opcode was refused; nothing was changed. The message is for people; the properties hold all that a foreign wire needs
/// to word it in its own way.
/// </summary>
public sealed class OpcodeException : DroverException
{
    internal OpcodeException(OpcodeProblem problem, string code, string message) : base(code, message) => Problem = problem;

    internal OpcodeException(OpcodeProblem problem, string code, string message, Exception inner) : base(code, message, inner) => Problem = problem;

    /// <summary>What is wrong with the opcode.</summary>
    public OpcodeProblem Problem { get; }

    /// <summary>The opcode's id, as far as it was known; may be an unknown one.</summary>
    public string? OpId { get; internal init; }

    /// <summary>The key that is missing or has a bad value.</summary>
    public string? Name { get; internal init; }

    /// <summary>Place of the problem, such as <c>ops[0].depends[0][1]</c>.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>What was asked for there, for <see cref="OpcodeProblem.BadValue"/> and its like.</summary>
    public ParameterKind ExpectedKind { get; internal init; }

    /// <summary>The refused value as JSON, cut when long; null when there is none or when it is private.</summary>
    public string? Value { get; internal init; }

    /// <summary>The keys that the opcode has, in ordinal order; at most 200.</summary>
    public IReadOnlyList<string> KeysPresent { get; internal init; } = [];

    /// <summary>Keys of it that do not belong to this opcode, in ordinal order.</summary>
    public IReadOnlyList<string> KeysUnknown { get; internal init; } = [];

    /// <summary>The keys that this opcode may have, in ordinal order; empty as long as the opcode is not known.</summary>
    public IReadOnlyList<string> KeysAllowed { get; internal init; } = [];
}
