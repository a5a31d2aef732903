using Drover.Opcodes;

namespace Drover.Kernel.Operations;

/// <summary>What a successful operation leaves: its result, and jobs to submit in the same turn.</summary>
/// <param name="Result">Any JSON value; when there are jobs, an object that also gets the key <c>jobs</c>.</param>
public sealed record OpcodeOutcome(RawJson Result)
{
    /// <summary>Success without a value.</summary>
    public static OpcodeOutcome None { get; } = new(RawJson.Null);

    /// <summary>Jobs to submit, each a list of opcodes.</summary>
    public IReadOnlyList<IReadOnlyList<AcceptedOpcode>> Jobs { get; init; } = [];
}
